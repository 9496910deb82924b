import { EvalError } from '../../../core/errors.ts';

/** One spelling per endpoint, so that equal endpoints have equal identities. */
export function normalizeBaseUrl(given: string): string {
  const url = parse(given);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new EvalError(
      'model-invalid',
      `base_url ${JSON.stringify(given.slice(0, 200))} is not an http or https address; expected something like http://localhost:8000/v1.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new EvalError(
      'model-invalid',
      `base_url of ${url.host} holds a user name or password, which would be written into results; remove it and pass api_key_env=NAME.`,
    );
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return `${url.protocol}//${url.host}${path}${url.search}`;
}

/** Address of a resource below the root; a query (such as api-version) stays at the end. */
export function resourcePath(baseUrl: string, resource: string): string {
  const url = new URL(baseUrl);
  return `${url.pathname.replace(/\/+$/, '')}/${resource}${url.search}`;
}

export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function parse(given: string): URL | undefined {
  // Commas and equal signs cannot stand in --model_args, so users percent-encode whole addresses.
  const text = given.includes('://') ? given : decoded(given);
  return URL.canParse(text) ? new URL(text) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
