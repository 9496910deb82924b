import { LANGUAGE_WORDS } from './language-words.ts';

interface Script {
  readonly letters: RegExp;
  /** Those written in it; where there are several, frequent words decide. */
  readonly languages: readonly string[];
}

const LATIN = 'en de fr es it pt nl fi sv da no pl ro tr vi sw id hu cs hr'.split(' ');
const SCRIPTS: readonly Script[] = [
  { letters: /\p{sc=Latin}/gu, languages: LATIN },
  { letters: /\p{sc=Cyrillic}/gu, languages: ['ru', 'uk', 'bg'] },
  { letters: /\p{sc=Arabic}/gu, languages: ['ar', 'fa', 'ur'] },
  { letters: /\p{sc=Devanagari}/gu, languages: ['hi', 'mr', 'ne'] },
  { letters: /[\p{sc=Hiragana}\p{sc=Katakana}]/gu, languages: ['ja'] },
  { letters: /\p{sc=Han}/gu, languages: ['zh'] },
  { letters: /\p{sc=Hangul}/gu, languages: ['ko'] },
  { letters: /\p{sc=Bengali}/gu, languages: ['bn'] },
  { letters: /\p{sc=Gurmukhi}/gu, languages: ['pa'] },
  { letters: /\p{sc=Gujarati}/gu, languages: ['gu'] },
  { letters: /\p{sc=Tamil}/gu, languages: ['ta'] },
  { letters: /\p{sc=Telugu}/gu, languages: ['te'] },
  { letters: /\p{sc=Kannada}/gu, languages: ['kn'] },
  { letters: /\p{sc=Malayalam}/gu, languages: ['ml'] },
  { letters: /\p{sc=Thai}/gu, languages: ['th'] },
  { letters: /\p{sc=Greek}/gu, languages: ['el'] },
  { letters: /\p{sc=Hebrew}/gu, languages: ['he'] },
];
/** Japanese mixes kana with more Han; so many of its letters are kana in any text of some length. */
const KANA_SHARE = 0.1;

/**
 * Whether a text is in a language (ISO 639-1; zh-cn is zh), by its script and by frequent words;
 * undefined where nothing tells, as for a text without letters or a language that is not known here.
 */
export function isInLanguage(text: string, language: string): boolean | undefined {
  const wanted = language.toLowerCase().split('-')[0] ?? '';
  const script = mainScript(text);
  if (script === undefined || !SCRIPTS.some(({ languages }) => languages.includes(wanted))) {
    return undefined;
  }
  if (!script.languages.includes(wanted)) return false;
  if (script.languages.length === 1) return true;
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const counts = script.languages.map(
    (candidate) => [candidate, countOf(words, candidate)] as const,
  );
  const most = Math.max(...counts.map(([, count]) => count));
  if (most === 0) return undefined;
  return counts.some(([candidate, count]) => candidate === wanted && count === most);
}

function countOf(words: readonly string[], language: string): number {
  const frequent = LANGUAGE_WORDS.get(language);
  return frequent === undefined ? 0 : words.filter((word) => frequent.has(word)).length;
}

function mainScript(text: string): Script | undefined {
  const counted = SCRIPTS.map((script) => ({
    script,
    count: text.match(script.letters)?.length ?? 0,
  }));
  const japanese = counted.find(({ script }) => script.languages[0] === 'ja');
  const chinese = counted.find(({ script }) => script.languages[0] === 'zh');
  if (japanese !== undefined && chinese !== undefined) {
    const isJapanese = japanese.count > KANA_SHARE * (japanese.count + chinese.count);
    const [mixed, other] = isJapanese ? [japanese, chinese] : [chinese, japanese];
    mixed.count += other.count;
    other.count = 0;
  }
  let main = counted[0];
  for (const candidate of counted) if (candidate.count > (main?.count ?? 0)) main = candidate;
  return main === undefined || main.count === 0 ? undefined : main.script;
}
