import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { toFailure } from '../activities/failure-mapping.ts';

/** Around every activity: our errors become Temporal's, secrets are masked. */
export function createFailureInterceptor(
  redact: (text: string) => string,
): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw toFailure(error, redact);
      }
    },
  };
}
