// Evaluated in the page: what sticks out, what is cut off, what forced colours and stillness leave over.
window.allmendeLayout ??= (() => {
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SPACING);

  const name = element => `<${element.localName}${element.id ? '#' + element.id : ''}${element.className && element.className.baseVal === undefined ? '.' + element.className.trim().replace(/\s+/g, '.') : ''}> ${(element.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 40)}`;
  const all = () => [...document.body.querySelectorAll('*')].filter(element => element.checkVisibility());
  const forEars = element => {
    const box = element.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1 || getComputedStyle(element).clipPath !== 'none';
  };
  const isHiddenBy = (element, test) => { for (let at = element; at; at = at.parentElement) if (test(at)) return true; return false; };
  const hasText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());

  // A region that scrolls sideways is right when it has a name and takes the focus.
  const scrolls = element => {
    const style = getComputedStyle(element);
    return ['auto', 'scroll'].includes(style.overflowX) && element.tabIndex >= 0 && (element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby'));
  };

  const wide = () => {
    if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
    const edge = document.documentElement.clientWidth + 1;
    const found = all().filter(element => element.getBoundingClientRect().right > edge && !isHiddenBy(element.parentElement, scrolls));
    const inner = found.filter(element => !found.some(other => other !== element && element.contains(other)));
    return [`the page is ${document.documentElement.scrollWidth} px wide: ${inner.slice(0, 4).map(name).join(' | ')}`];
  };

  const cut = () => all().filter(element => {
    if (!hasText(element) || isHiddenBy(element, forEars)) return false;
    const style = getComputedStyle(element);
    if (style.display === 'inline' || isHiddenBy(element, scrolls)) return false;
    const slack = Math.max(2, parseFloat(style.letterSpacing) || 0);
    return element.scrollWidth > element.clientWidth + slack && element.clientWidth > 0;
  }).map(element => `text sticks out of ${name(element)}`);

  const clipped = () => all().filter(element => {
    const style = getComputedStyle(element);
    const clips = axis => ['hidden', 'clip'].includes(axis);
    if (!element.textContent.trim() || isHiddenBy(element, forEars)) return false;
    return (clips(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      || (clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1);
  }).map(element => `text is cut off in ${name(element)}`);

  const vanished = () => [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea')]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .filter(element => {
      const style = getComputedStyle(element);
      return style.appearance === 'none' && (style.borderStyle === 'none' || parseFloat(style.borderTopWidth) < 1);
    }).map(element => `without an edge in forced colours: ${name(element)}`);

  // A change of colour is no motion.
  const fades = animation => animation instanceof CSSTransition && animation.transitionProperty.includes('color');
  const moving = () => document.getAnimations().filter(animation => animation.playState === 'running' && !fades(animation))
    .map(animation => `moves: ${name(animation.effect.target)}`);

  return {
    findings: () => [...wide(), ...cut(), ...clipped()],
    senses: () => [...vanished(), ...moving()],
    space: on => { document.adoptedStyleSheets = on ? [sheet] : []; },
  };
})();
