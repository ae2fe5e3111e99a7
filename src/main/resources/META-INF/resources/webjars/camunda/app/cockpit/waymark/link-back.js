// Leads from Cockpit back to Waymark: in the header to the worklist, and from each pathway reference to its page.
const REFERENCE = /^\s*(WM-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})\s*$/;

function link(href, className) {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.className = className;
  return anchor;
}

function linkHeader() {
  const header = document.querySelector('[cam-widget-header] .navbar-header');
  if (header && !header.querySelector('.waymark-back')) {
    const back = link('/worklist', 'waymark-back');
    back.textContent = 'Back to Waymark';
    header.appendChild(back);
  }
}

function linkReferences() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (REFERENCE.test(text.nodeValue) && !text.parentElement.closest('a, input, textarea, [contenteditable]')) {
      found.push(text);
    }
  }
  found.forEach(text => {
    const anchor = link('/people/' + REFERENCE.exec(text.nodeValue)[1], 'waymark-reference');
    // The text itself moves, since Cockpit writes later changes into it.
    text.replaceWith(anchor);
    anchor.appendChild(text);
  });
}

// Operators see no record, so a reference leads them nowhere.
let maySeePeople = false;

async function askWhoIAm() {
  const me = await (await fetch('/camunda/api/admin/auth/user/default')).json();
  const mine = await (
    await fetch('/camunda/api/engine/engine/default/identity/groups?userId=' + encodeURIComponent(me.userId))
  ).json();
  maySeePeople = mine.groups.some(group => group.id === 'coordinator');
  linkSoon();
}

let isWaiting = false;

function linkSoon() {
  if (!isWaiting) {
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      document.querySelectorAll('a.waymark-reference').forEach(anchor => {
        const reference = REFERENCE.exec(anchor.textContent);
        if (reference) {
          anchor.href = '/people/' + reference[1];
        } else {
          anchor.replaceWith(...anchor.childNodes);
        }
      });
      linkHeader();
      if (maySeePeople) {
        linkReferences();
      }
    });
  }
}

// Cockpit's own sign-in form opens nothing here.
function signInAtWaymark() {
  if (location.hash.startsWith('#/login')) {
    location.replace('/sign-in');
  }
}

window.addEventListener('hashchange', signInAtWaymark);
signInAtWaymark();
new MutationObserver(linkSoon).observe(document.body, {childList: true, subtree: true, characterData: true});
linkSoon();
askWhoIAm();
