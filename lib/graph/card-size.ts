/** A card of the graph, in world pixels. */
export const nodeWidthPx = 240;
export const nodeHeightPx = 72;
/** From one level's left edge to the next: 48 px stay between cards for the shared spine. */
export const levelWidthPx = 288;
export const siblingGapPx = 12;
export const familyGapPx = 32;
/** Around a card that waits for another one's slot: the dashed edge and its label stand there. */
export const slotGapPx = 36;
