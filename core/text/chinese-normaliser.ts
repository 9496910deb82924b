import { chineseDigits, chineseNumber } from './chinese-numbers.ts';

const AMOUNT = '(?:亿|千万|百万|万|千|百)';
const CURRENCY = `(?:${AMOUNT}|${AMOUNT}?元|${AMOUNT}?块|角|毛|分)`;
/** Measure words that make the number before them a quantity. */
const QUANTIFIER =
  '(?:[匹张座回场尾条个首阙阵网炮顶丘棵只支袭辆挑担颗壳窠曲墙群腔砣客贯扎捆刀令打手罗坡山岭江溪钟队单双对出口头脚板跳枝件贴针线管名位身堂课本页家户层丝毫厘分钱两斤铢石钧锱忽寸尺丈里寻常铺程撮勺合升斗盘碗碟叠桶笼盆盒杯斛锅簋篮罐瓶壶卮盏箩箱煲啖袋钵年月日季刻时周天秒旬纪岁世更夜春夏秋冬代伏辈丸泡粒幢堆根道面片块]|[千毫微]克|[千分厘毫微]米)';
/** Chinese and ASCII punctuation. */
const PUNCTUATION =
  /[!-/:-@[-`{-~\u00b7\u2013\u2014\u2018\u2019\u201b-\u201f\u2026\u2027\u3001-\u3003\u3008-\u3011\u3014-\u301f\u3030\u303e\u303f\ufe4f\uff01-\uff0d\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff64]/g;

type Reading = readonly [pattern: RegExp, read: (found: string) => string];

/** In order: what one of them reads, the later ones no longer see. */
const READINGS: readonly Reading[] = [
  // A year, a month, a day; the text before is part of the pattern, as two dates need something between.
  [
    /\P{Nd}+((?:(?:[089]\p{Nd}|(?:19|20)\p{Nd}{2})年)?(?:\p{Nd}{1,2}月(?:\p{Nd}{1,2}[日号])?)?)/gu,
    readDate,
  ],
  [
    new RegExp(
      `\\P{Nd}(\\p{Nd}+(?:\\.\\p{Nd}+)?[多余几]?${CURRENCY}(?:\\p{Nd}${CURRENCY}?)?)`,
      'gu',
    ),
    readMoney,
  ],
  [
    /\P{Nd}((?:\+?86 ?)?1(?:[38]\p{Nd}|5[0-35-9]|7[678]|9[89])\p{Nd}{8})\P{Nd}/gu,
    (found) => chineseDigits(found.replaceAll(/[+\s]/g, '')),
  ],
  [
    /\P{Nd}((?:0(?:10|2[1-3]|[3-9]\p{Nd}{2})-?)?[1-9]\p{Nd}{6,7})\P{Nd}/gu,
    (found) => chineseDigits(found.replaceAll('-', '')),
  ],
  [/(?<!\p{Nd})(\p{Nd}+\/\p{Nd}+)/gu, readFraction],
  [
    /(?<!\p{Nd})(\p{Nd}+(?:\.\p{Nd}+)?%)/gu,
    (found) => `百分之${chineseNumber(found.slice(0, -1))}`,
  ],
  [new RegExp(`(?<!\\p{Nd})(\\p{Nd}+(?:\\.\\p{Nd}+)?)[多余几]?${QUANTIFIER}`, 'gu'), chineseNumber],
  [/(\p{Nd}{4,32})/gu, chineseDigits],
  [/(\p{Nd}+(?:\.\p{Nd}+)?)/gu, chineseNumber],
  // P2P, B2C: the two between letters is no number.
  [/(?<![a-zA-Z])([a-zA-Z]+二[a-zA-Z]+)/g, (found) => found.replace('二', '2')],
];

/**
 * Mandarin as character error rates compare it: numbers, dates, sums, telephone numbers and shares
 * written as they are read aloud, punctuation as spaces.
 */
export function normaliseChinese(text: string): string {
  let rest = `^${text}$`;
  for (const [pattern, read] of READINGS) {
    for (const match of rest.replaceAll('％', '%').matchAll(pattern)) {
      const found = match[1]!;
      if (found !== '') rest = replaceFirst(rest.replaceAll('％', '%'), found, read(found));
    }
  }
  return rest.replace(/^\^+/, '').replace(/\$+$/, '').replaceAll(PUNCTUATION, ' ');
}

function replaceFirst(text: string, found: string, replacement: string): string {
  const at = text.indexOf(found);
  return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + found.length);
}

function readDate(date: string): string {
  const [year, afterYear] = cut(date, '年');
  const [month, day] = cut(afterYear, '月');
  return [
    year === undefined ? '' : `${chineseDigits(year)}年`,
    month === undefined ? '' : `${chineseNumber(month)}月`,
    day === '' ? '' : `${chineseNumber(day.slice(0, -1))}${day.at(-1)!}`,
  ].join('');
}

function cut(text: string, mark: string): [before: string | undefined, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [undefined, text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function readMoney(sum: string): string {
  let rest = sum;
  for (const [number] of sum.matchAll(/\p{Nd}+(?:\.\p{Nd}+)?/gu)) {
    rest = rest.replaceAll(number, chineseNumber(number));
  }
  return rest;
}

function readFraction(fraction: string): string {
  const [numerator, denominator] = fraction.split('/') as [string, string];
  return `${chineseNumber(denominator)}分之${chineseNumber(numerator)}`;
}
