package org.waymark.insight;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What a model says of the order of its human tasks: which leads to which, whatever is decided or interrupts on the way, and
 * which may come again.
 */
final class ModelShape {

    private static final String PROCESS = "process";

    /** Each node is entered at its begin and left at its end, so that what interrupts it leads away without passing it. */
    private final Map<String, List<String>> ways = new LinkedHashMap<>();

    private final Set<String> tasks = new LinkedHashSet<>();
    private final Set<String> severalAtOnce = new HashSet<>();
    private final Set<String> besideTheRest = new HashSet<>();

    /** The tasks that come next after a task, or after the beginning, without another one in between. */
    private final Map<String, Set<String>> next = new LinkedHashMap<>();

    private final Set<String> again = new HashSet<>();

    private ModelShape(Element process) {
        readScope(process, PROCESS, false);
        Set<String> beside = reachable(besideTheRest, Set.of());
        next.put(PROCESS, tasksNextTo(begin(PROCESS)));
        for (String task : tasks) {
            next.put(task, tasksNextTo(end(task)));
            if (severalAtOnce.contains(task)
                    || beside.contains(task)
                    || reachable(List.of(end(task)), Set.of()).contains(task)) {
                again.add(task);
            }
        }
    }

    private Set<String> tasksNextTo(String place) {
        Set<String> found = new LinkedHashSet<>(reachable(List.of(place), tasks));
        found.retainAll(tasks);
        return found;
    }

    static ModelShape of(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList processes = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getElementsByTagNameNS("*", "process");
            return new ModelShape((Element) processes.item(0));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("A deployed model cannot be read", e);
        }
    }

    /** Whether the model leads to a task from its beginning, or from one of those that have been done. */
    boolean leadsTo(String task, Collection<String> done) {
        return comesNext(PROCESS, task) || done.stream().anyMatch(one -> comesNext(one, task));
    }

    /** The other tasks after which it can come next; empty of one that the model does not have. */
    Set<String> before(String task) {
        Set<String> before = new LinkedHashSet<>();
        for (String one : tasks) {
            if (!one.equals(task) && comesNext(one, task)) {
                before.add(one);
            }
        }
        return before;
    }

    boolean has(String task) {
        return tasks.contains(task);
    }

    private boolean comesNext(String place, String task) {
        return next.getOrDefault(place, Set.of()).contains(task);
    }

    /** Whether the model lets it come more than once. */
    boolean mayComeAgain(String task) {
        return again.contains(task);
    }

    private void readScope(Element scope, String id, boolean isOnePerSomething) {
        for (Element child : children(scope)) {
            String kind = child.getLocalName();
            String node = child.getAttribute("id");
            if (kind.equals("sequenceFlow")) {
                way(end(child.getAttribute("sourceRef")), begin(child.getAttribute("targetRef")));
            } else if (kind.equals("subProcess")) {
                readSubProcess(child, node, id, isOnePerSomething);
            } else if (kind.equals("boundaryEvent")) {
                pass(node);
                way(begin(child.getAttribute("attachedToRef")), node);
                if ("false".equals(child.getAttribute("cancelActivity"))) {
                    besideTheRest.add(node);
                }
            } else if (kind.endsWith("Event")
                    || kind.endsWith("Gateway")
                    || kind.equals("task")
                    || kind.endsWith("Task")
                    || kind.equals("callActivity")) {
                readNode(child, kind, node, id, isOnePerSomething);
            }
        }
    }

    private void readNode(Element child, String kind, String node, String scope, boolean isOnePerSomething) {
        pass(node);
        if (kind.equals("startEvent")) {
            way(begin(scope), begin(node));
        } else if (kind.equals("endEvent")) {
            way(end(node), end(scope));
        }
        if (isOnePerSomething(child)) {
            // There may be none of them.
            way(begin(node), end(node));
        }
        if (kind.equals("userTask")) {
            tasks.add(node);
            if (isOnePerSomething || isOnePerSomething(child)) {
                severalAtOnce.add(node);
            }
        }
    }

    private void readSubProcess(Element child, String node, String scope, boolean isOnePerSomething) {
        if ("true".equals(child.getAttribute("triggeredByEvent"))) {
            way(begin(scope), begin(node));
            boolean isBeside =
                    children(child).stream().anyMatch(one -> "false".equals(one.getAttribute("isInterrupting")));
            if (isBeside) {
                besideTheRest.add(begin(node));
            } else {
                way(end(node), end(scope));
            }
        }
        if (isOnePerSomething(child)) {
            way(begin(node), end(node));
        }
        readScope(child, node, isOnePerSomething || isOnePerSomething(child));
    }

    private static boolean isOnePerSomething(Element element) {
        return children(element).stream()
                .anyMatch(one -> one.getLocalName().equals("multiInstanceLoopCharacteristics"));
    }

    private void pass(String node) {
        way(begin(node), node);
        way(node, end(node));
    }

    private void way(String from, String to) {
        ways.computeIfAbsent(from, any -> new ArrayList<>()).add(to);
    }

    private static String begin(String node) {
        return node + " begin";
    }

    private static String end(String node) {
        return node + " end";
    }

    /** Where ways lead, as far as the walls: they are reached and not passed. */
    private Set<String> reachable(Collection<String> from, Set<String> walls) {
        Set<String> seen = new LinkedHashSet<>(from);
        var open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String place = open.remove();
            if (walls.contains(place)) {
                continue;
            }
            for (String to : ways.getOrDefault(place, List.of())) {
                if (seen.add(to)) {
                    open.add(to);
                }
            }
        }
        return seen;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
