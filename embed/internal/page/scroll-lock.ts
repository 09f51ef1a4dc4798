/** Keeps the page behind the modal still, and gives it back just as it was. */

/** Locks scrolling; the returned function undoes it. */
export function lockScroll(): () => void {
  const root = document.documentElement;
  const [x, y] = [scrollX, scrollY];
  // The viewport takes its overflow from <html>, or from <body> where <html> has none. Locking the
  // other one would make <body> a scroller of its own and lose the position.
  const inherits = getComputedStyle(root).overflowY === 'visible' && document.body;
  const undo = [
    // Without room kept for the scroll bar, the page would jump sideways.
    innerWidth > root.clientWidth && override(root, 'scrollbar-gutter', 'stable'),
    override(inherits || root, 'overflow', 'hidden'),
  ];
  return () => {
    undo.forEach((step) => step && step());
    if (scrollX !== x || scrollY !== y) scrollTo({ left: x, top: y, behavior: 'instant' });
  };
}

/** Sets one inline property; the returned function restores value, priority and attribute. */
function override(element: HTMLElement, name: string, value: string): () => void {
  const { style } = element;
  const had = element.hasAttribute('style');
  // A shorthand such as `overflow` reads as '' when only one of its parts is set.
  const parts = name === 'overflow' ? ['overflow-x', 'overflow-y'] : [name];
  const before = parts.map((part) => [
    part,
    style.getPropertyValue(part),
    style.getPropertyPriority(part),
  ] as const);
  style.setProperty(name, value, 'important');
  return () => {
    style.removeProperty(name);
    before.forEach(([part, old, priority]) => old && style.setProperty(part, old, priority));
    if (!had && !style.length) element.removeAttribute('style');
  };
}
