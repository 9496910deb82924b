/** The text without each mark at its ends, once and in this order: what one mark hid from an earlier one stays. */
export function stripMarks(text: string, marks: readonly string[]): string {
  let [start, end] = [0, text.length];
  for (const mark of marks) {
    while (start < end && text[start] === mark) start += 1;
    while (end > start && text[end - 1] === mark) end -= 1;
  }
  return text.slice(start, end);
}
