import { EvalError } from '../../core/errors.ts';
import type { ModelContext } from '../../activities/models/model-adapter.ts';
import { testMediaService } from './media-service.ts';

/** A model's surroundings in a test: secrets from a record, messages kept. */
export function modelContext(
  secrets: Readonly<Record<string, string>> = {},
): ModelContext & { readonly messages: readonly string[] } {
  const messages: string[] = [];
  return {
    secret: (name) => {
      const value = secrets[name];
      if (value === undefined) throw new EvalError('secret-missing', `${name} is not set.`);
      return value;
    },
    optionalSecret: (name) => secrets[name],
    batchSize: 1,
    media: testMediaService(),
    log: (message) => messages.push(message),
    messages,
  };
}
