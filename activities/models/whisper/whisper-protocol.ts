import { mediaOf, textOf } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import type { GenerateRequest } from '../../../core/generation.ts';
import type { Media } from '../../../core/media.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import type { AnswerProtocol } from '../http/endpoint-client.ts';
import { multipartBody } from '../http/multipart-body.ts';
import type { FormField } from '../http/multipart-body.ts';
import { readTranscript } from './read-transcript.ts';

export interface WhisperSettings {
  readonly task: 'transcribe' | 'translate';
  readonly sendsPrompt: boolean;
  /** undefined: the model guesses it. */
  readonly language?: string;
}

/** What the factory makes of a sound. */
interface Recording {
  readonly mediaType: string;
  readonly base64: string;
}

/** Speech recognition: one recording in, its text out. What the task says about it is no part of the question. */
export function createWhisperProtocol(tools: ProtocolTools<WhisperSettings>): AnswerProtocol {
  const { settings, own, encode } = tools;
  const isTranslation = own.task === 'translate';
  const resource = isTranslation ? 'audio/translations' : 'audio/transcriptions';
  const path = resourcePath(settings.baseUrl, resource);
  return {
    async ask(request) {
      const sound = onlySound(request);
      const { mediaType, base64 } = (await encode(sound))[0] as unknown as Recording;
      const { temperature } = request.parameters;
      const fields: FormField[] = [
        { name: 'model', value: settings.model },
        { name: 'response_format', value: 'json' },
        { name: 'temperature', value: String(temperature) },
        {
          name: 'file',
          // Servers go by the ending of the name.
          fileName: `audio.${endingOf(mediaType)}`,
          mediaType,
          value: Buffer.from(base64, 'base64'),
        },
      ];
      // A translation goes into English, from whatever it was.
      if (own.language !== undefined && !isTranslation) {
        fields.push({ name: 'language', value: own.language });
      }
      if (own.sendsPrompt) fields.push({ name: 'prompt', value: textOf(request.messages) });
      for (const name of ignoredBy(request)) tools.ignore(name);
      return { path, ...multipartBody(fields, sound.sha256) };
    },
    readBody: readTranscript,
  };
}

function endingOf(mediaType: string): string {
  const [, ending = 'wav'] = mediaType.split('/');
  return ending === 'mpeg' ? 'mp3' : ending;
}

function onlySound(request: GenerateRequest): Media {
  const media = mediaOf(request.messages);
  const [first] = media;
  if (first !== undefined && media.length === 1 && first.kind === 'audio') return first;
  const found = media.length === 0 ? 'no media' : media.map(({ kind }) => kind).join(', ');
  throw new EvalError(
    'media-unsupported',
    `A speech recogniser takes exactly one recording per question and nothing else; the question ${request.id} has ${found}. Choose a speech recognition task.`,
  );
}

function ignoredBy({ parameters }: GenerateRequest): string[] {
  return Object.keys(parameters.extra);
}
