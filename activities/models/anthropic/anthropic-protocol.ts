import type { ProtocolTools } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import type { AnswerProtocol } from '../http/endpoint-client.ts';
import { anthropicPayload } from './anthropic-payload.ts';
import type { AnthropicSettings } from './anthropic-settings.ts';
import { readAnthropic } from './read-anthropic.ts';

/** Told of a setting as such; a value out of its range is the user's to correct. */
const SAMPLING_REFUSED =
  /\b(temperature|top_p|top_k)\b.{0,80}(deprecated|not supported|unsupported|not available)/i;

export function createAnthropicProtocol(tools: ProtocolTools<AnthropicSettings>): AnswerProtocol {
  const { settings, log } = tools;
  const path = resourcePath(settings.baseUrl, 'messages');
  let withSampling = true;
  return {
    async ask(request) {
      const payload = await anthropicPayload(request, tools, { withSampling });
      return { path, body: JSON.stringify(payload) };
    },
    readBody: readAnthropic,
    learn({ status, error }, { body }) {
      if (status !== 400 || !SAMPLING_REFUSED.test(error.message)) return false;
      if (withSampling) {
        withSampling = false;
        log(
          `${settings.model} takes no sampling settings: it is asked without temperature, top_p and top_k, so its answers may differ from run to run.`,
        );
      }
      return typeof body === 'string' && body.includes('"temperature":');
    },
  };
}
