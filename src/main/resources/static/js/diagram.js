// Draws the models on a page: <div class="wm-diagram" data-bpmn-url="…" data-current="IdA,IdB" data-done="IdC">, or with
// data-heat='[{"id": "IdA", "level": 2, "label": "30 % late"}]'.
// The table under each diagram says the same, so a diagram that cannot be drawn only leaves a note.

const VIEWER = new URL('../../webjars/bpmn-js/dist/bpmn-viewer.production.min.js', import.meta.url)

let viewerLoaded

function loadViewer () {
  viewerLoaded ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = VIEWER
    script.onload = () => resolve(window.BpmnJS)
    script.onerror = reject
    document.head.append(script)
  })
  return viewerLoaded
}

function ids (text) {
  return (text ?? '').split(',').map((id) => id.trim()).filter(Boolean)
}

function fit (element, canvas) {
  const drawing = canvas.viewbox().inner
  if (!drawing.width || !element.clientWidth) {
    return
  }
  const scale = Math.min(1, (element.clientWidth - 24) / drawing.width)
  element.style.height = `${Math.ceil(drawing.height * scale) + 64}px`
  canvas.resized()
  const shown = { width: element.clientWidth / scale, height: element.clientHeight / scale }
  canvas.viewbox({
    x: drawing.x - (shown.width - drawing.width) / 2,
    y: drawing.y - 16 / scale,
    ...shown
  })
}

async function draw (element) {
  try {
    const [BpmnJS, answer] = await Promise.all([loadViewer(), fetch(element.dataset.bpmnUrl)])
    if (!answer.ok) {
      throw new Error('no model')
    }
    const xml = await answer.text()
    element.replaceChildren()
    // At once, or what stands on the steps would be hidden for a while after each change of size, as when the page is printed.
    const viewer = new BpmnJS({ container: element, canvas: { deferUpdate: false } })
    await viewer.importXML(xml)
    const drawing = element.querySelector('svg')
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', element.getAttribute('aria-label') ?? '')
    const canvas = viewer.get('canvas')
    const registry = viewer.get('elementRegistry')
    for (const [names, marker] of [[element.dataset.done, 'wm-step-done'], [element.dataset.current, 'wm-step-current']]) {
      for (const id of ids(names)) {
        if (registry.get(id)) {
          canvas.addMarker(id, marker)
        }
      }
    }
    for (const { id, level, label } of JSON.parse(element.dataset.heat ?? '[]')) {
      if (registry.get(id)) {
        canvas.addMarker(id, `wm-heat-${level}`)
        const note = document.createElement('div')
        note.className = 'wm-heat-note'
        note.textContent = label
        viewer.get('overlays').add(id, { position: { top: -14, left: 0 }, html: note })
      }
    }
    fit(element, canvas)
    new ResizeObserver(() => fit(element, canvas)).observe(element.parentElement)
  } catch (failure) {
    const note = document.createElement('p')
    note.className = 'wm-diagram__note'
    note.textContent = element.dataset.failed ?? 'The diagram cannot be shown. The table says the same.'
    element.replaceChildren(note)
  }
}

export function drawAll () {
  // A diagram in a closed <details> has no width to fit to; it is drawn once it is opened.
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        watch.unobserve(entry.target)
        draw(entry.target)
      }
    }
  })
  document.querySelectorAll('.wm-diagram').forEach((element) => watch.observe(element))
}
