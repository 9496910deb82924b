import { describe, expect, it } from 'vitest';
import { normaliseBasic } from '../../../../core/text/basic-normaliser.ts';
import { normaliseEnglish } from '../../../../core/text/english-normaliser.ts';
import { americaniseSpelling } from '../../../../core/text/english-spelling.ts';
import { foldFullWidth } from '../../../../core/text/full-width.ts';
import { parseNumber, roundHalfEven } from '../../../../core/text/parse-number.ts';
import { cleanTranscript } from '../../../../core/text/transcript.ts';

describe('normaliseEnglish', () => {
  // Outputs of the normaliser of openai/whisper.
  it.each([
    [
      'grey one twenty grey minus 21st the dollars dr',
      'gray 120 gray minus 21st the dollars doctor',
    ],
    ["uhm a don't percent five minus", 'uhm a do not percent 5 minus'],
    ["21st million's", '21st 1000000 is'],
    ['twenty-one dollars and five cents', '$21.05'],
    ['three and a half million', '3500000'],
    ['double oh seven point five percent', '007.5%'],
    ['twenty twenty vision', '2020 vision'],
    ['one oh one', '101'],
    ['the nineteen sixties', 'the 1960s'],
    ['two million three hundred and five', '2000305'],
    ['minus five per cent', '-5%'],
    ["he'll've gone, y'know", 'he will have gone y know'],
    ["St. Paul's (aside) [noise] um, café", 'saint paul is cafe'],
    ['0.5 oh', '0.50'],
  ])('writes %j as %j', (text, expected) => {
    expect(normaliseEnglish(text).trim()).toBe(expected);
  });

  it('does not read a title inside a word of another script', () => {
    expect(normaliseEnglish('éstá')).toBe('esta');
  });
});

describe('normaliseBasic', () => {
  it('drops brackets and symbols of any script', () => {
    expect(normaliseBasic('Ünïcode—Text, [noise] „quoted“!')).toBe('ünïcode text quoted ');
  });

  it('removes diacritics and splits letters where asked', () => {
    expect(normaliseBasic('Łódź straße', { removeDiacritics: true })).toBe('lodz strasse');
    expect(normaliseBasic('你好 a', { splitLetters: true })).toBe('你 好 a');
  });
});

describe('americaniseSpelling', () => {
  it.each([
    ['the colour of travelling theatres', 'the color of traveling theaters'],
    ['organised analysed catalogue', 'organized analyzed catalog'],
    ['grey ploughs and manoeuvres', 'gray plows and maneuvers'],
  ])('writes %j as %j', (british, american) => {
    expect(americaniseSpelling(british)).toBe(american);
  });

  it('leaves words alone that only look British', () => {
    expect(americaniseSpelling('wise hour four exercise')).toBe('wise hour four exercise');
  });
});

describe('cleanTranscript', () => {
  it('removes special tokens and blanks before punctuation', () => {
    expect(cleanTranscript('<|en|> hello   world !', true)).toBe('hello world!');
    expect(cleanTranscript('你 好 。', false)).toBe('你好。');
  });
});

describe('foldFullWidth', () => {
  it('folds ASCII forms and the ideographic space, and nothing else', () => {
    expect(foldFullWidth('ＡＢＣ　１２！～ｶ￥')).toBe('ABC 12!~ｶ￥');
  });
});

describe('parseNumber', () => {
  it.each([
    ['1e3', 1000],
    [' .5 ', 0.5],
    ['1_000.', 1000],
    ['٣', 3],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['NaN', Number.NaN],
    ['1,000', undefined],
    ['½', undefined],
    ['', undefined],
    ['0x10', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });
});

describe('roundHalfEven', () => {
  it('sends exact halves to the even neighbour', () => {
    expect(roundHalfEven(0.125, 2)).toBe(0.12);
    expect(roundHalfEven(0.375, 2)).toBe(0.38);
    expect(roundHalfEven(-0.125, 2)).toBe(-0.12);
    expect(roundHalfEven(2.675, 2)).toBe(2.67);
  });
});
