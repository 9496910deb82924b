import { isSameEquation, isSameFormula, type MathTolerance } from './is-same-formula.ts';
import { normaliseAnswer, withoutUnit } from './normalise-answer.ts';
import { bracketed, matrixRows, splitTopLevel } from './split-answer.ts';

/** Longer texts are no answers; they are equal only letter by letter. */
const MAX_LENGTH = 2000;
/** Members of a set or list; more are compared as text. */
const MAX_MEMBERS = 40;
const LIST = /,|;|\s(?:and|or)\s/y;
const UNION = /\\cup\s?/y;
const RELATION = /\\le\s?|\\ge\s?|\\neq?\s?|[<>]/y;
/** Letters in a row that are a word and not a product, `no` among them. */
const WORDS = /^(?:no|on|[A-Za-z]{3,})(?:[\s'-]+[A-Za-z]+)*$/;
/** A name that an answer is given for: `x =`, `f(x) =`, `x_1 =`. */
const LEFT_NAME = /^\\?[A-Za-z]{1,8}(?:_\{?\w{1,4}\}?)?'?(?:\([A-Za-z, ]{1,10}\))?$/;

/**
 * Whether two written answers are the same in mathematics: equal text after normalising, equal structure
 * (lists, tuples, intervals, sets, matrices, equations), or equal values of the formulas at sample
 * points. Nothing of the text is ever executed, and the work is bounded.
 */
export function isMathEqual(given: string, gold: string, tolerance: MathTolerance = {}): boolean {
  if (given.length > MAX_LENGTH || gold.length > MAX_LENGTH) return given.trim() === gold.trim();
  const [left, right] = [normaliseAnswer(given), normaliseAnswer(gold)];
  if (left === '' || right === '') return left === right && given.trim() === gold.trim();
  return isSame(left, right, tolerance, 0);
}

function isSame(left: string, right: string, tolerance: MathTolerance, depth: number): boolean {
  if (withoutSpaces(left) === withoutSpaces(right)) return true;
  if (depth > 6) return false;
  const same = (a: string, b: string): boolean => isSame(a, b, tolerance, depth + 1);
  if (isWords(left) || isWords(right)) {
    return isWords(left) && isWords(right) && left.toLowerCase() === right.toLowerCase();
  }
  return (
    sameChoice(left, right) ??
    sameMatrix(left, right, same) ??
    sameRelation(left, right, same) ??
    samePlusMinus(left, right, same) ??
    sameMembers(left, right, same) ??
    (isSameFormula(left, right, tolerance) || sameWithoutUnits(left, right, tolerance))
  );
}

function isWords(text: string): boolean {
  return WORDS.test(text) && !/^(?:pi|sqrt|theta|alpha|beta|gamma)$/.test(text);
}

/** A lone option letter may stand in brackets; it is no variable. */
function sameChoice(left: string, right: string): boolean | undefined {
  const [a, b] = [left, right].map((text) => /^\(?([A-H])\)?\.?$/.exec(text)?.[1]);
  return a === undefined || b === undefined ? undefined : a === b;
}

type Same = (left: string, right: string) => boolean;

function sameMatrix(left: string, right: string, same: Same): boolean | undefined {
  const [a, b] = [matrixRows(left), matrixRows(right)];
  if (a === undefined || b === undefined) return undefined;
  return a.length === b.length && a.every((row, index) => sameInOrder(row, b[index]!, same));
}

/** Equations and inequalities; a side that only names the unknown goes where the other has none. */
function sameRelation(left: string, right: string, same: Same): boolean | undefined {
  const [a, b] = [splitTopLevel(left, /=(?!=)/y), splitTopLevel(right, /=(?!=)/y)];
  if (a.length > 1 && b.length > 1) {
    if (a.length !== 2 || b.length !== 2) return same(a.at(-1)!, b.at(-1)!);
    const sides = [a, b] as unknown as [[string, string], [string, string]];
    const isDirect = same(a[0]!, b[0]!) && same(a[1]!, b[1]!);
    return isDirect || isSameEquation(...sides);
  }
  if (a.length > 1 || b.length > 1) {
    const [equation, value] = a.length > 1 ? [a, right] : [b, left];
    if (splitTopLevel(a.length > 1 ? left : right, LIST).length > 1) return undefined;
    if (!LEFT_NAME.test(equation[0]!))
      return equation.length > 2 ? same(equation.at(-1)!, value) : false;
    return same(equation.at(-1)!, value);
  }
  const [c, d] = [withoutMembership(left), withoutMembership(right)];
  if (c !== left || d !== right) return same(c, d);
  return sameInequality(left, right, same);
}

function withoutMembership(text: string): string {
  return text.replace(/^[A-Za-z]\s*\\in\s*/, '');
}

function sameInequality(left: string, right: string, same: Same): boolean | undefined {
  const [a, b] = [relationOf(left), relationOf(right)];
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined) return false;
  return a.signs === b.signs && sameInOrder(a.sides, b.sides, same);
}

/** Written so that the smaller side comes first. */
function relationOf(text: string): { sides: readonly string[]; signs: string } | undefined {
  const sides = splitTopLevel(text, RELATION);
  if (sides.length < 2) return undefined;
  const signs = Array.from(text.matchAll(/\\(le|ge|neq?)(?![a-z])|[<>]/g), ([sign, name]) =>
    name?.startsWith('ne') === true ? '≠' : (name ?? sign),
  );
  if (!signs.every((sign) => sign === '>' || sign === 'ge')) return { sides, signs: signs.join() };
  const turned = signs.map((sign) => (sign === '>' ? '<' : 'le'));
  return { sides: sides.toReversed(), signs: turned.toReversed().join() };
}

/** `1 \pm 2` stands for both values. */
function samePlusMinus(left: string, right: string, same: Same): boolean | undefined {
  if (!left.includes('\\pm') && !right.includes('\\pm')) return undefined;
  return sameInAnyOrder(bothSigns(left), bothSigns(right), same);
}

function bothSigns(text: string): string[] {
  if (!text.includes('\\pm')) return membersOf(text) ?? [text];
  const signed = ['+', '-'].map((sign) => text.replaceAll(/\\pm\s?/g, sign));
  return signed.map((value) => value.replace(/^\+/, ''));
}

function sameMembers(left: string, right: string, same: Same): boolean | undefined {
  const [a, b] = [splitTopLevel(left, UNION), splitTopLevel(right, UNION)];
  if (a.length > 1 || b.length > 1) return sameInAnyOrder(a, b, same);
  const [outerLeft, outerRight] = [bracketed(left), bracketed(right)];
  const [inLeft, inRight] = [outerLeft, outerRight].map((outer) =>
    outer === undefined ? undefined : splitTopLevel(outer.inside, LIST),
  );
  const isList = (members: readonly string[] | undefined): boolean => (members?.length ?? 0) > 1;
  if (isList(inLeft) || isList(inRight)) {
    if (outerLeft?.open === '{' || outerRight?.open === '{') {
      return sameInAnyOrder(
        inLeft ?? membersOf(left) ?? [left],
        inRight ?? membersOf(right) ?? [right],
        same,
      );
    }
    const kinds = [outerLeft, outerRight].map((outer) => `${outer?.open}${outer?.close}`);
    const isSameKind = kinds[0] === kinds[1] || outerLeft === undefined || outerRight === undefined;
    return (
      isSameKind &&
      sameInOrder(inLeft ?? membersOf(left) ?? [left], inRight ?? membersOf(right) ?? [right], same)
    );
  }
  if (outerLeft?.open === '{' && outerRight?.open === '{')
    return same(outerLeft.inside, outerRight.inside);
  if (outerLeft?.open === '{' && left.startsWith('\\')) return same(outerLeft.inside, right);
  if (outerRight?.open === '{' && right.startsWith('\\')) return same(left, outerRight.inside);
  const [listLeft, listRight] = [membersOf(left), membersOf(right)];
  if (listLeft === undefined && listRight === undefined) return undefined;
  return sameInAnyOrder(
    (listLeft ?? [left]).map(valueSide),
    (listRight ?? [right]).map(valueSide),
    same,
  );
}

/** `x = 1` in a list of solutions is 1. */
function valueSide(text: string): string {
  const sides = splitTopLevel(text, /=/y);
  return sides.length === 2 && LEFT_NAME.test(sides[0]!) ? sides[1]! : text;
}

function membersOf(text: string): string[] | undefined {
  const members = splitTopLevel(text, LIST).filter((part) => part !== '');
  return members.length > 1 ? members : undefined;
}

function sameInOrder(left: readonly string[], right: readonly string[], same: Same): boolean {
  return left.length === right.length && left.every((item, index) => same(item, right[index]!));
}

function sameInAnyOrder(left: readonly string[], right: readonly string[], same: Same): boolean {
  if (left.length !== right.length || left.length > MAX_MEMBERS) return false;
  const rest = [...right];
  return left.every((item) => {
    const found = rest.findIndex((other) => same(item, other));
    if (found >= 0) rest.splice(found, 1);
    return found >= 0;
  });
}

/** Units and percent signs count only where both have them. */
function sameWithoutUnits(left: string, right: string, tolerance: MathTolerance): boolean {
  const [a, b] = [left, right].map(
    (text) => withoutUnit(text.replace(/\s*\\?%$/, '')) ?? text.replace(/\s*\\?%$/, ''),
  );
  if (a === left && b === right) return false;
  return isSameFormula(a!, b!, tolerance);
}

function withoutSpaces(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
