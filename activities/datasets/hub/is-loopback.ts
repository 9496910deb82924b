/** Whether an address means this very machine. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    /^(?:.*\.)?localhost\.?$/.test(hostname) ||
    hostname === '[::1]' ||
    hostname === '[::]' ||
    hostname.startsWith('[::ffff:7f') ||
    hostname.startsWith('127.') ||
    hostname === '0.0.0.0'
  );
}
