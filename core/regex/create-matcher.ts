import type { Instruction, Program } from './compile-program.ts';
import { previousPosition, testAssertion } from './test-assertion.ts';

/** Positions of groups: begin and end of each, -1 where it took no part. */
export type Captures = Int32Array;

export interface Matcher {
  /** Steps taken so far, for tests of what a search costs. */
  steps(): number;
  /** The first match that begins at `from` or later; `notEmptyAt` excludes the empty match there. */
  search(from: number, notEmptyAt: number): Captures | undefined;
}

/** Bits for failed places: 256 MiB. */
const MAX_MARKS = 2 ** 31;
/** For what cannot be kept linear: back references and look-arounds that look far. */
const MAX_UNMARKED_STEPS = 10_000_000;

/**
 * Searches by trying alternatives in Python's order, and never tries a part of the pattern twice at the
 * same place: where it failed once it fails again. So the time is bounded by length times size of
 * the pattern, over all matches of a text together.
 */
export function createMatcher(program: Program, text: string): Matcher {
  const { instructions, splitCount } = program;
  const markCount = (text.length + 1) * splitCount;
  if (markCount > MAX_MARKS)
    throw new Error(`the text of ${text.length} characters is too long for it`);
  const marks = new Uint32Array(program.hasReferences ? 0 : (markCount >>> 5) + 1);
  const slots = new Int32Array(program.slotCount + (program.hasReferences ? splitCount : 0));
  const looked = new Map<number, boolean>();
  // Choices still open and slots to restore: [instruction, position], or [-1 - slot, old value].
  const stack: number[] = [];
  let steps = 0;
  let unmarkedSteps = 0;

  /** Runs from an instruction; the end of the match, or -1. `seen` are places that failed already. */
  function run(
    entry: number,
    start: number,
    seen: { has(place: number): boolean; add(place: number): unknown } | undefined,
    wanted: { readonly end?: number; readonly notEnd?: number },
  ): number {
    const base = stack.length;
    let at = entry;
    let position = start;
    for (;;) {
      steps += 1;
      if (seen === undefined || seen !== mainMarks) countUnmarked();
      const instruction = instructions[at]!;
      let isAlive = true;
      switch (instruction.op) {
        case 'set': {
          const code = position < text.length ? text.codePointAt(position)! : -1;
          if (code >= 0 && program.sets[instruction.set]!.test(code)) {
            position += code > 0xffff ? 2 : 1;
            at += 1;
          } else isAlive = false;
          break;
        }
        case 'split': {
          const place = position * splitCount + instruction.mark;
          if (seen === undefined ? isStuck(instruction.mark, position) : seen.has(place)) {
            isAlive = false;
          } else {
            seen?.add(place);
            stack.push(instruction.second, position);
            at = instruction.first;
          }
          break;
        }
        case 'jump':
          at = instruction.to;
          break;
        case 'save':
          stack.push(-1 - instruction.slot, slots[instruction.slot]!);
          slots[instruction.slot] = position;
          at += 1;
          break;
        case 'assertion':
          isAlive = testAssertion(instruction.test, text, position);
          at += 1;
          break;
        case 'reference': {
          const end = matchReference(instruction, position);
          isAlive = end >= 0;
          position = end;
          at += 1;
          break;
        }
        case 'look':
          isAlive = look(instruction, at + 1, position) !== instruction.isNegated;
          at = instruction.after;
          break;
        case 'match':
          if (position !== wanted.notEnd && (wanted.end ?? position) === position) return position;
          isAlive = false;
      }
      if (isAlive) continue;
      for (;;) {
        if (stack.length === base) return -1;
        const value = stack.pop()!;
        const target = stack.pop()!;
        if (target < 0) slots[-1 - target] = value;
        else {
          at = target;
          position = value;
          break;
        }
      }
    }
  }

  /** Without marks a loop over nothing shows by coming back to its place on one path. */
  function isStuck(mark: number, position: number): boolean {
    const slot = program.slotCount + mark;
    if (slots[slot] === position) return true;
    stack.push(-1 - slot, slots[slot]!);
    slots[slot] = position;
    return false;
  }

  function countUnmarked(): void {
    unmarkedSteps += 1;
    if (unmarkedSteps > MAX_UNMARKED_STEPS) {
      throw new Error(
        `it needs more than ${MAX_UNMARKED_STEPS} steps for a text of ${text.length} characters`,
      );
    }
  }

  function look(
    { isNegated, width, captures }: Extract<Instruction, { op: 'look' }>,
    entry: number,
    position: number,
  ): boolean {
    const start = width === undefined ? position : stepBack(position, width);
    if (start === undefined) return false;
    const key = position * instructions.length + entry;
    const known = program.hasReferences ? undefined : looked.get(key);
    if (known === false || (known === true && (isNegated || !captures))) return known;
    const before = slots.slice();
    const base = stack.length;
    const wanted = width === undefined ? {} : { end: position };
    const seen = program.hasReferences ? undefined : new Set<number>();
    const isFound = run(entry, start, seen, wanted) >= 0;
    stack.length = base;
    looked.set(key, isFound);
    for (const [slot, old] of before.entries()) {
      if (slots[slot] === old) continue;
      // What a look-around captured stays, until this path is given up.
      if (isFound && !isNegated) stack.push(-1 - slot, old);
      else slots[slot] = old;
    }
    return isFound;
  }

  function stepBack(position: number, width: number): number | undefined {
    let start: number | undefined = position;
    for (let count = 0; count < width && start !== undefined; count += 1) {
      start = previousPosition(text, start);
    }
    return start;
  }

  function matchReference(
    { group, ignoreCase }: Extract<Instruction, { op: 'reference' }>,
    position: number,
  ): number {
    const [start, end] = [slots[2 * group]!, slots[2 * group + 1]!];
    if (start < 0 || end < start) return -1;
    const wanted = text.slice(start, end);
    const given = text.slice(position, position + wanted.length);
    const isSame = given === wanted || (ignoreCase && given.toLowerCase() === wanted.toLowerCase());
    return isSame ? position + wanted.length : -1;
  }

  const mainMarks = program.hasReferences
    ? undefined
    : {
        has: (place: number) => (marks[place >>> 5]! & (1 << (place & 31))) !== 0,
        add: (place: number) => {
          marks[place >>> 5]! |= 1 << (place & 31);
        },
      };

  /** Where a match ended the next search begins; paths through there may have been cut short. */
  function forgetPosition(position: number): void {
    for (let place = position * splitCount; place < (position + 1) * splitCount; place += 1) {
      marks[place >>> 5]! &= ~(1 << (place & 31));
    }
  }

  return {
    steps: () => steps,
    search(from, notEmptyAt) {
      for (let start = from; start <= text.length; start += 1) {
        if (isInsidePair(text, start)) continue;
        slots.fill(-1);
        stack.length = 0;
        const end = run(0, start, mainMarks, start === notEmptyAt ? { notEnd: start } : {});
        if (end < 0) continue;
        if (mainMarks !== undefined) forgetPosition(end);
        const captures = slots.slice(0, program.slotCount);
        captures[0] = start;
        captures[1] = end;
        return captures;
      }
      return undefined;
    },
  };
}

function isInsidePair(text: string, position: number): boolean {
  return previousPosition(text, position + 1) === position - 1 && position < text.length;
}
