/** What a text may put right behind an id or a link. */
const closing = /[)\]},;:.!?*]+$/;
const cut = /(?:\.{3}|…)[)\]]?$/;

/** Without the punctuation that belongs to the sentence around it: no id ends in a dot. */
export function trimClosing(text: string): string {
  return text.replace(closing, '');
}

/** Somebody shortened the text: what stands at its end is no longer what it was. */
export function isCut(text: string): boolean {
  return cut.test(text);
}
