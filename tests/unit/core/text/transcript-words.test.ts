import { describe, expect, it } from 'vitest';
import { transcriptWords } from '../../../../core/text/transcript-words.ts';

describe('transcriptWords', () => {
  it.each([
    ['<|en|> She paid $20, Mr. Gray!', 'english', ['she', 'paid', '20', 'mister', 'gray']],
    ["L'été, là <|fr|>", 'words', ['l', 'été', 'là']],
    ['他 有20个 苹果。', 'chinese', ['他', '有', '二', '十', '个', '苹', '果']],
    ['TV 好', 'chinese', ['t', 'v', '好']],
    ['呢條 橋，好長', 'characters', ['呢', '條', '橋', '好', '長']],
    ['', 'chinese', []],
  ] as const)('%s as %s', (text, language, words) => {
    expect(transcriptWords(text, language)).toEqual(words);
  });
});
