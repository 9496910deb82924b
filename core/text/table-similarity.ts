import { itemDistance } from '../metrics/edit-distance.ts';
import { parseHtmlTable, type TableNode } from './html-table.ts';
import { treeEditDistance } from './tree-edit-distance.ts';

/**
 * TEDS of two HTML tables: one minus their tree edit distance over the larger number of elements (Zhong et
 * al., "Image-based table recognition", 2020); 0 where one of them is no table.
 */
export function tableSimilarity(given: string, right: string): number {
  const [left, wanted] = [parseHtmlTable(given), parseHtmlTable(right)];
  if (left === undefined || wanted === undefined) return 0;
  const elements = Math.max(left.elements, wanted.elements);
  if (elements === 0) return 1;
  const distance = treeEditDistance(left.root, wanted.root, renameCost);
  return Math.min(1, Math.max(0, 1 - distance / elements));
}

function renameCost(left: TableNode, right: TableNode): number {
  const isAlike =
    left.tag === right.tag &&
    left.columnSpan === right.columnSpan &&
    left.rowSpan === right.rowSpan;
  if (!isAlike) return 1;
  const longest = Math.max(left.content.length, right.content.length);
  return longest === 0 ? 0 : itemDistance(left.content, right.content) / longest;
}
