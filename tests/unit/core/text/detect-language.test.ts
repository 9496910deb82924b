import { describe, expect, it } from 'vitest';
import { isInLanguage } from '../../../../core/text/detect-language.ts';
import { countSentences } from '../../../../core/text/sentences.ts';

describe('isInLanguage', () => {
  it.each([
    ['The cat is on the roof and it was raining.', 'en'],
    ['THE CAT IS ON THE ROOF', 'en'],
    ['Die Katze ist auf dem Dach und es regnet nicht.', 'de'],
    ['Le chat est sur le toit et il ne pleut pas.', 'fr'],
    ['El gato no está en el tejado, pero la casa es de piedra.', 'es'],
    ['Il gatto è sul tetto e non piove più nella città.', 'it'],
    ['O gato não está em casa, mas a porta é do vizinho.', 'pt'],
    ['Kissa on katolla ja se ei tule alas, mutta hän odottaa.', 'fi'],
    ['Paka yuko juu ya paa na mvua ni kubwa sana katika mji huo.', 'sw'],
    ['Con mèo là của tôi và nó không ở trong nhà.', 'vi'],
    ['Кошка сидит на крыше, и это не так плохо, как он думал.', 'ru'],
    ['Котката е на покрива и това не се променя, че вали.', 'bg'],
    ['القطة على السطح و هذا ما كان في البيت', 'ar'],
    ['گربه در خانه است و این را از ما می خواهد که', 'fa'],
    ['بلی چھت پر ہے اور یہ گھر میں نہیں ہے', 'ur'],
    ['बिल्ली छत पर है और यह घर में नहीं है', 'hi'],
    ['मांजर छतावर आहे आणि ती घरात नाही', 'mr'],
    ['बिरालो छतमा छ र यो घरमा छैन', 'ne'],
    ['ネコは屋根の上にいます。', 'ja'],
    ['猫在屋顶上。', 'zh-cn'],
    ['고양이가 지붕 위에 있다', 'ko'],
    ['ಬೆಕ್ಕು ಛಾವಣಿಯ ಮೇಲೆ ಇದೆ', 'kn'],
    ['பூனை கூரை மேல் உள்ளது', 'ta'],
    ['แมวอยู่บนหลังคา', 'th'],
  ])('%s is %s', (text, language) => {
    expect(isInLanguage(text, language)).toBe(true);
    expect(isInLanguage(text, language === 'en' ? 'de' : 'en')).toBe(false);
  });

  it('says nothing where nothing tells', () => {
    expect(isInLanguage('42 !', 'en')).toBeUndefined();
    expect(isInLanguage('Hello', 'en')).toBeUndefined();
    expect(isInLanguage('Hello', 'xx')).toBeUndefined();
  });
});

describe('countSentences', () => {
  it.each([
    ['', 0],
    ['One', 1],
    ['One. Two! Three?', 3],
    ['He said "stop." Then he left.', 2],
    ['Mr. Smith met Dr. Jones at 5 p.m. in St. Paul.', 1],
    ['J. R. Smith is here. So am I. Good.', 3],
    ['Well... maybe. Wait... No.', 3],
    ['It costs 3.50 in the U.S. today, e.g. here.', 1],
    ['First line\nstill the first. Second', 2],
    ['What?! Really?', 2],
  ])('%j has %i', (text, count) => {
    expect(countSentences(text)).toBe(count);
  });

  it('stays fast on long texts', () => {
    expect(countSentences('.'.repeat(100_000))).toBe(1);
    expect(countSentences('a. '.repeat(50_000))).toBe(50_000);
    expect(countSentences(`${'.'.repeat(100_000)}x`)).toBe(1);
  });
});
