// Draws decision tables: <div class="wm-decision" data-dmn-url="…">. The rows in words on the same page say the same, so a
// table that cannot be drawn only leaves a note.

const DIST = new URL('../../webjars/dmn-js/dist/', import.meta.url)
const STYLES = ['assets/dmn-js-shared.css', 'assets/dmn-js-decision-table.css', 'assets/dmn-font/css/dmn.css']

let viewerLoaded

function loadViewer () {
  viewerLoaded ??= new Promise((resolve, reject) => {
    for (const style of STYLES) {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = new URL(style, DIST)
      document.head.append(link)
    }
    const script = document.createElement('script')
    script.src = new URL('dmn-viewer.production.min.js', DIST)
    script.onload = () => resolve(window.DmnJS)
    script.onerror = reject
    document.head.append(script)
  })
  return viewerLoaded
}

// The viewer of this age calls back.
function done (begin) {
  return new Promise((resolve, reject) => begin((failure) => failure ? reject(failure) : resolve()))
}

async function draw (element) {
  try {
    const [DmnJS, answer] = await Promise.all([loadViewer(), fetch(element.dataset.dmnUrl)])
    if (!answer.ok) {
      throw new Error('no table')
    }
    const xml = await answer.text()
    element.replaceChildren()
    const viewer = new DmnJS({ container: element })
    // Unasked it would draw the requirements first, with styles that the page's policy refuses.
    await done((told) => viewer.importXML(xml, { open: false }, told))
    // The first decision of a file is the one that it is named after.
    const table = viewer.getViews().find((view) => view.type === 'decisionTable')
    await done((told) => viewer.open(table, told))
  } catch (failure) {
    const note = document.createElement('p')
    note.className = 'wm-diagram__note'
    note.textContent = element.dataset.failed ?? ''
    element.replaceChildren(note)
  }
}

export function drawAll () {
  document.querySelectorAll('.wm-decision').forEach(draw)
}
