import { EvalError } from '../../../core/errors.ts';

/** Hosts that documents may name, as the operator listed them. */
export interface AllowedHosts {
  readonly isEmpty: boolean;
  allows(url: URL): boolean;
}

const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/;

/** ASSAY_MEDIA_HOSTS: `example.org`, `*.example.org` for what is below it, `example.org:8080`. */
export function parseAllowedHosts(text: string): AllowedHosts {
  const entries = text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  const odd = entries.find((entry) => !HOST.test(entry));
  if (odd !== undefined) {
    throw new EvalError(
      'config-invalid',
      `Cannot use ASSAY_MEDIA_HOSTS: ${JSON.stringify(odd.slice(0, 80))} is no host name. Expected names separated by commas, such as images.example.org,*.example.com.`,
    );
  }
  const set = new Set(entries);
  return {
    isEmpty: set.size === 0,
    allows({ hostname, port }) {
      // A final dot names the same host.
      const name = hostname.toLowerCase().replace(/\.$/, '');
      const suffix = port === '' ? '' : `:${port}`;
      if (set.has(name + suffix)) return true;
      for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        if (set.has(`*${name.slice(dot)}${suffix}`)) return true;
      }
      return false;
    },
  };
}
