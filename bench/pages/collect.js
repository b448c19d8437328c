// Words of the laid-out page in document order, and the boxes of everything in class "ink", in CSS pixels.
(() => {
  const blockOf = (node) => {
    let one = node.parentElement;
    while (getComputedStyle(one).display === "inline") one = one.parentElement;
    return one;
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".ink, style, script") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  // A number such as 12/-6/2003-04 may not be broken at its strokes: a word has one box.
  for (const node of texts()) {
    if (!/\S[-–/.,:]\S/.test(node.data)) continue;
    const parts = document.createDocumentFragment();
    for (const piece of node.data.split(/(\s+)/)) {
      if (/\S[-–/.,:]\S/.test(piece)) {
        const whole = document.createElement("span");
        whole.style.whiteSpace = "nowrap";
        whole.textContent = piece;
        parts.append(whole);
      } else if (piece) parts.append(piece);
    }
    node.replaceWith(parts);
  }
  const page = document.querySelector(".page");
  // What does not fit is left out: the last paragraphs and rows that may go. Then letters become smaller.
  for (const sheet of document.querySelectorAll(".page, .half")) {
    const overflows = () => sheet.scrollHeight > sheet.clientHeight + 1;
    const fillers = [...sheet.querySelectorAll(".filler")];
    while (fillers.length && overflows()) fillers.pop().remove();
    for (let size = 0.97; overflows() && size > 0.6; size -= 0.03) {
      sheet.style.fontSize = "";
      sheet.style.fontSize = `calc(${getComputedStyle(sheet).fontSize} * ${size})`;
    }
  }
  const words = [];
  let block = null, open = false;
  for (const node of texts()) {
    const own = blockOf(node);
    for (const match of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const rects = [...range.getClientRects()].filter((one) => one.width > 0);
      if (!rects.length) continue;
      const box = [
        Math.min(...rects.map((one) => one.left)), Math.min(...rects.map((one) => one.top)),
        Math.max(...rects.map((one) => one.right)), Math.max(...rects.map((one) => one.bottom))];
      const last = words.at(-1);
      if (open && own === block && match.index === 0) {
        last[0] += match[0];
        last[1] = Math.min(last[1], box[0]);
        last[2] = Math.min(last[2], box[1]);
        last[3] = Math.max(last[3], box[2]);
        last[4] = Math.max(last[4], box[3]);
      } else words.push([match[0], ...box]);
      block = own;
      open = match.index + match[0].length === node.data.length;
    }
    if (/^\s*$/.test(node.data)) open = false;
  }
  const ink = [...document.querySelectorAll(".ink")].map((one) => {
    const box = one.getBoundingClientRect();
    return [one.dataset.kind, box.left, box.top, box.right, box.bottom];
  });
  return { words, ink, overflow: page.scrollHeight - page.clientHeight };
})()
