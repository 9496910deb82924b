/** Logs a sentence about a key the first time only: hundreds of requests have the same settings. */
export function createSaidOnce(
  sentence: (key: string) => string,
  log: (message: string) => void,
): (key: string) => void {
  const said = new Set<string>();
  return (key) => {
    if (said.has(key)) return;
    said.add(key);
    log(sentence(key));
  };
}
