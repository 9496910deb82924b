import type { ModelContext } from '../model-adapter.ts';
import type { EndpointSettings } from './endpoint-settings.ts';

/** The key that the settings name, which must be set where the endpoint is known to want one. */
export function endpointKey(
  { needsKey, apiKeyEnv }: Pick<EndpointSettings, 'needsKey' | 'apiKeyEnv'>,
  context: ModelContext,
): string | undefined {
  const key = needsKey ? context.secret(apiKeyEnv) : context.optionalSecret(apiKeyEnv);
  // Keys read from files end in a newline, which no header may hold.
  return key?.trim();
}
