import { EvalError } from '../../../core/errors.ts';

/**
 * Root of one deployment, below which the usual routes lie. An address that already leads into the
 * resource (…/openai/deployments/NAME or the newer …/openai/v1) is left as it is.
 */
export function azureRoot(
  resource: string,
  deployment: string,
  apiVersion: string | undefined,
): string {
  const url = new URL(resource);
  const path = url.pathname.replace(/\/+$/, '');
  const isVersionless = path.endsWith('/openai/v1');
  if (!/\/openai(\/|$)/.test(path) || path.endsWith('/openai')) {
    url.pathname = `${path.replace(/\/openai$/, '')}/openai/deployments/${encodeURIComponent(deployment)}`;
  }
  if (apiVersion !== undefined) url.searchParams.set('api-version', apiVersion);
  if (!isVersionless && !url.searchParams.has('api-version')) {
    throw new EvalError(
      'model-invalid',
      `The Azure endpoint ${url.host} needs to know the version of its API; pass api_version=2024-10-21 (or another that it has) or set AZURE_OPENAI_API_VERSION.`,
    );
  }
  return `${url.protocol}//${url.host}${url.pathname}${url.search}`;
}
