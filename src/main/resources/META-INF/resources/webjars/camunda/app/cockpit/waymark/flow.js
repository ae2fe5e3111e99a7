// What this edition of Cockpit keeps no history for: on the page of a model, how long people wait at each step, drawn and as
// a table; on the page of a run, where the person is, in plain words. Waymark writes both, for those who may see them.

async function ask(address) {
  try {
    const answer = await fetch(address, {headers: {Accept: 'text/html'}});
    if (!answer.ok) {
      return null;
    }
    return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.waymark-flow');
  } catch {
    return null;
  }
}

function said(words) {
  const text = document.createElement('p');
  text.className = 'waymark-flow';
  text.textContent = words;
  return text;
}

async function show(node, address, otherwise) {
  node.replaceChildren((await ask(address)) ?? said(otherwise));
}

// The id of a definition is the id of its model, its version and an id of the engine's.
function waitsOf(processDefinitionId) {
  const [model, version] = processDefinitionId.split(':');
  return '/insight/cockpit/' + encodeURIComponent(model) + '?version=' + encodeURIComponent(version);
}

async function warm(viewer, processDefinitionId) {
  const waits = await ask(waitsOf(processDefinitionId));
  const elements = viewer.get('elementRegistry');
  for (const {id, level, label} of JSON.parse(waits?.dataset.heat ?? '[]')) {
    if (elements.get(id)) {
      viewer.get('canvas').addMarker(id, 'waymark-heat-' + level);
      const note = document.createElement('div');
      note.className = 'waymark-heat-note';
      note.textContent = label;
      viewer.get('overlays').add(id, {position: {top: -14, left: 0}, html: note});
    }
  }
}

export default [
  {
    id: 'waymark-waits',
    pluginPoint: 'cockpit.processDefinition.runtime.tab',
    priority: 20,
    properties: {label: 'Where people wait'},
    render: (node, {processDefinitionId}) =>
      show(node, waitsOf(processDefinitionId), 'Coordinators and managers see here how long people wait at each step.')
  },
  {
    id: 'waymark-heat',
    pluginPoint: 'cockpit.processDefinition.diagram.plugin',
    render: (viewer, {processDefinitionId}) => warm(viewer, processDefinitionId)
  },
  {
    id: 'waymark-position',
    pluginPoint: 'cockpit.processInstance.runtime.tab',
    priority: 20,
    properties: {label: 'In plain words'},
    render: (node, {processInstanceId}) =>
      show(
        node,
        '/people/runs/' + encodeURIComponent(processInstanceId),
        'Those who look after the person see here where the person is.'
      )
  }
];
