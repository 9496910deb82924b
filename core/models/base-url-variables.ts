const OPENAI = ['OPENAI_API_BASE', 'OPENAI_BASE_URL'];
const AZURE = ['AZURE_OPENAI_API_BASE', 'AZURE_OPENAI_ENDPOINT'];

const BY_ADAPTER: Readonly<Record<string, readonly string[]>> = {
  openai_compatible: OPENAI,
  openai_responses: OPENAI,
  gpt4o_audio: OPENAI,
  whisper: OPENAI,
  azure_openai: AZURE,
  anthropic: ['ANTHROPIC_BASE_URL'],
  dashscope: ['DASHSCOPE_HTTP_BASE_URL'],
};

/**
 * Variables that may hold the root of an API where no base_url is given; the first one set wins. Read where an
 * evaluation is submitted, so that all its workers ask the same endpoint. Azure may stand behind any id of the
 * chat-completions API, as in lmms-eval.
 */
export function baseUrlVariables(adapter: string, isAzure: boolean): readonly string[] {
  return isAzure ? AZURE : (BY_ADAPTER[adapter] ?? []);
}
