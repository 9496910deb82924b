import { describe, expect, it } from 'vitest';
import { normaliseChinese } from '../../../../core/text/chinese-normaliser.ts';

describe('normaliseChinese', () => {
  it.each([
    ['北京市100号', '北京市一百号'],
    ['2008年8月8日开幕', '二零零八年八月八日开幕'],
    ['价格是15.5元', '价格是十五点五元'],
    ['电话13812345678。', '电话一三八一二三四五六七八 '],
    ['打010-62345678找他', '打零一零六二三四五六七八找他'],
    ['占1/2的30%', '占二分之一的百分之三十'],
    ['200个和2222', '两百个和二二二二'],
    ['20002个', '两万零二个'],
    ['1010人，12人', '一零一零人 十二人'],
    ['B2C和P2P', 'B2C和P2P'],
    ['０.5', '零点五'],
    ['《你好》，世界！', ' 你好  世界 '],
    ['', ''],
  ])('writes %j as it is read', (text, expected) => {
    expect(normaliseChinese(text)).toBe(expected);
  });

  it('takes a long run of digits without going over it again and again', () => {
    expect(normaliseChinese('1'.repeat(20_000))).toHaveLength(20_000);
  });
});
