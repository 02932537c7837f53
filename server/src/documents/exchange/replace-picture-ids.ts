import { must } from "@parley/base";
import type { BlockContent, DocumentContent } from "@parley/document";

/**
 * The same content with every picture's `imageId` replaced by what `ids` holds for it; a picture that is not in `ids`
 * is left out (the caller could not store it).
 */
export function replacePictureIds(content: DocumentContent, ids: ReadonlyMap<string, string>): DocumentContent {
  return { blocks: replaceInBlocks(content.blocks, ids) };
}

function replaceInBlocks(blocks: readonly BlockContent[], ids: ReadonlyMap<string, string>): BlockContent[] {
  return blocks.flatMap((block): BlockContent[] => {
    if (block.type === "table") {
      const rows = block.rows.map((row) => ({
        ...row,
        cells: row.cells.map((cell) => ({ ...cell, blocks: replaceInBlocks(cell.blocks, ids) })),
      }));
      return [{ ...block, rows }];
    }
    if (block.type !== "image") return [block];
    const placeholder = block.attributes?.["imageId"];
    if (typeof placeholder !== "string" || !ids.has(placeholder)) return [];
    return [{ ...block, attributes: { ...block.attributes, imageId: must(ids.get(placeholder), "has() was true") } }];
  });
}
