// Evaluated in the page: which elements Tab should reach, and how the focused one looks.
window.allmendeKeyboard = (() => {
  const TABBABLE = 'a[href], area[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), summary, iframe, audio[controls], video[controls], [tabindex]:not([tabindex^="-"])';
  let stops = [];

  const name = element => {
    const words = (element.innerText || element.getAttribute('aria-label') || element.name || element.title || '').trim();
    return `<${element.localName}${element.id ? '#' + element.id : ''}> ${words.replace(/\s+/g, ' ').slice(0, 40)}`;
  };

  // Of a group of radio buttons only one is a stop: the chosen one, or else the first.
  const standsForGroup = element => {
    if (element.type !== 'radio' || !element.name) return true;
    const group = [...document.getElementsByName(element.name)].filter(other => other.form === element.form);
    return element === (group.find(other => other.checked) || group[0]);
  };

  const collect = () => {
    // An address with a fragment begins further down: Tab shall begin at the top.
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.removeAttribute('tabindex');
    stops = [...document.querySelectorAll(TABBABLE)].filter(element =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]') && standsForGroup(element));
    return stops.map(name);
  };

  // -- colours: by drawing them, since a computed colour may be written in any colour space
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const linear = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255, 255];
  };

  const ring = element => {
    // Inside of a frame the focus is drawn by the page in it, which is looked at as a page of its own.
    if (element.localName === 'iframe' && !element.matches(':focus')) return [];
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return ['no focus ring'];
    const halo = style.boxShadow.match(/^[a-z-]+\([^)]*\)/);
    const behind = ground(element.parentElement);
    const best = Math.max(...[style.outlineColor, halo && halo[0]].filter(Boolean).map(colour => contrast(rgba(colour), behind)));
    return best < 3 ? [`focus ring has a contrast of ${best.toFixed(1)}`] : [];
  };

  const covered = element => {
    const box = [...element.getClientRects()].find(rect => rect.width && rect.height);
    if (!box) return ['focused but without a box'];
    const x = (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2;
    const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
    const above = document.elementFromPoint(x, y);
    if (!above) return ['focused but out of view'];
    return element.contains(above) || above.contains(element) ? [] : [`focus covered by ${name(above)}`];
  };

  // WCAG 2.5.8 spares links within sentences; axe looks at those with the space around them.
  const small = element => {
    const box = element.getBoundingClientRect();
    if (getComputedStyle(element).display === 'inline' || Math.min(box.width, box.height) >= 24) return [];
    return [`target of ${Math.round(box.width)} × ${Math.round(box.height)} px`];
  };

  const stop = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    // What is inside of a shadow tree (the editors' bar of Wagtail) is not ours and cannot be seen from here.
    if (element.shadowRoot) return { index: -2, name: name(element), problems: [] };
    return { index: stops.indexOf(element), name: name(element), problems: [...ring(element), ...covered(element), ...small(element)] };
  };

  return { collect, stop };
})();
