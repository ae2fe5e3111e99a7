import { initAll } from '../../webjars/govuk-frontend/dist/govuk/govuk-frontend.min.js'

// GOV.UK Frontend asks for this class as proof that scripts run; its own inline snippet would break our policy.
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
}

initAll()

// ------------------------------------------------------------------ fields that depend on other fields

function valueOf (form, name) {
  const part = (suffix) => form.elements.namedItem(`${name}-${suffix}`)
  if (part('day') && part('month') && part('year')) {
    const [year, month, day] = ['year', 'month', 'day'].map((suffix) => part(suffix).value.trim())
    return year || month || day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
  }
  const fields = Array.from(form.elements).filter((field) => field.name === name)
  const boxes = fields.filter((field) => field.type === 'checkbox')
  if (boxes.length === 1 && boxes[0].dataset.single !== undefined) {
    return boxes[0].checked
  }
  if (boxes.length > 0) {
    return boxes.filter((box) => box.checked).map((box) => box.value)
  }
  if (fields.some((field) => field.type === 'radio')) {
    const chosen = fields.find((field) => field.checked)
    return chosen ? chosen.value : ''
  }
  return fields.length > 0 ? fields[0].value : ''
}

function isEmpty (value) {
  return value === null || value === undefined || value === '' || value === false ||
    (Array.isArray(value) && value.length === 0)
}

function equal (value, wanted) {
  if (wanted === null || wanted === undefined) {
    return isEmpty(value)
  }
  if (typeof wanted === 'number') {
    return !isEmpty(value) && Number(value) === wanted
  }
  return String(value) === String(wanted)
}

function holds (condition, form) {
  if (condition.all) {
    return condition.all.every((part) => holds(part, form))
  }
  if (condition.any) {
    return condition.any.some((part) => holds(part, form))
  }
  if (condition.not) {
    return !holds(condition.not, form)
  }
  const value = valueOf(form, condition.field)
  switch (condition.op) {
    case '=': return equal(value, condition.value)
    case '!=': return !equal(value, condition.value)
    case 'contains': return Array.isArray(value)
      ? value.includes(String(condition.value))
      : String(value).includes(String(condition.value))
    case 'empty': return isEmpty(value) === (condition.value !== false)
    default: return false
  }
}

// Hides only; what is hidden keeps its answer in the draft, and the server leaves it out of the submission.
export function applyConditions (form) {
  for (const element of form.querySelectorAll('[data-hide-when]')) {
    try {
      element.hidden = holds(JSON.parse(element.dataset.hideWhen), form)
    } catch (broken) {
      element.hidden = false
    }
  }
  // A group of which nothing is left to answer says nothing either.
  for (const group of form.querySelectorAll('fieldset.wm-group')) {
    const parts = Array.from(group.children).filter((part) => part.tagName !== 'LEGEND' && !part.matches('.govuk-hint'))
    group.hidden = parts.length > 0 && parts.every((part) => part.hidden)
  }
}

for (const form of document.querySelectorAll('form')) {
  if (form.querySelector('[data-hide-when]')) {
    form.addEventListener('input', () => applyConditions(form))
    form.addEventListener('change', () => applyConditions(form))
    applyConditions(form)
  }
}

// ------------------------------------------------------------------ drafts

const PAUSE_AFTER_TYPING = 1500
const PAUSE_AFTER_FAILURE = 20000

function keepDraft (form) {
  const url = form.dataset.draftUrl
  const status = form.querySelector('[data-draft-status]')
  let timer
  let dirty = false
  let leaving = false
  let running = null

  const body = () => {
    const pairs = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') {
        pairs.append(name, value)
      }
    }
    return pairs
  }

  const say = (text, failed) => {
    if (status) {
      status.textContent = text
      status.classList.toggle('wm-draft-status--failed', failed)
    }
  }

  const later = (pause) => {
    clearTimeout(timer)
    timer = setTimeout(save, pause)
  }

  async function save () {
    if (leaving || !dirty) {
      return
    }
    if (running) {
      later(PAUSE_AFTER_TYPING)
      return
    }
    dirty = false
    running = new AbortController()
    try {
      const answer = await fetch(url, { method: 'POST', body: body(), redirect: 'manual', signal: running.signal })
      if (answer.status === 409) {
        // Handed in already, in another tab: trying again would change nothing.
        say(await answer.text(), true)
        return
      }
      if (!answer.ok) {
        throw new Error('refused')
      }
      const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
      say(`${status?.dataset.saved ?? 'Draft saved'} ${time.format(new Date())}`, false)
    } catch (failure) {
      if (!leaving) {
        dirty = true
        say(status?.dataset.failed ?? '', true)
        later(PAUSE_AFTER_FAILURE)
      }
    } finally {
      running = null
    }
  }

  const changed = () => {
    dirty = true
    later(PAUSE_AFTER_TYPING)
  }

  const flush = () => {
    if (dirty && !leaving) {
      dirty = false
      clearTimeout(timer)
      if (!navigator.sendBeacon?.(url, body())) {
        fetch(url, { method: 'POST', body: body(), keepalive: true }).catch(() => {})
      }
    }
  }

  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    leaving = true
    clearTimeout(timer)
    running?.abort()
  })
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      flush()
    }
  })
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      leaving = false
    }
  })
}

document.querySelectorAll('form[data-draft-url]').forEach(keepDraft)

// ------------------------------------------------------------------ choices that act at once

// A filter row sends itself; without scripts its button does.
for (const form of document.querySelectorAll('form[data-send-on-change]')) {
  form.addEventListener('change', () => form.requestSubmit())
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// ------------------------------------------------------------------ diagrams

if (document.querySelector('.wm-diagram')) {
  import('./diagram.js').then(({ drawAll }) => drawAll())
}

if (document.querySelector('.wm-decision')) {
  import('./decision.js').then(({ drawAll }) => drawAll())
}
