// Prints what PDF.js reads on each page of a PDF: one line of JSON a page, a list of its text items.
import { readFileSync } from "node:fs";

// Drawing needs it; reading text does not, but the library asks for it when it is loaded.
globalThis.DOMMatrix ??= class {};
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const data = new Uint8Array(readFileSync(process.argv[2]));
const document = await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise;
for (let number = 1; number <= document.numPages; number++) {
  const { items } = await (await document.getPage(number)).getTextContent();
  console.log(JSON.stringify(items.map(({ str, hasEOL, transform, width, height }) => ({ str, hasEOL, transform, width, height }))));
}
await document.destroy();
