package org.waymark.workflow.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.models.ModelVersions.Fate;
import org.waymark.workflow.models.ModelVersions.TimerFate;
import org.waymark.workflow.models.ModelVersions.TimerWay;
import org.waymark.workflow.models.Moves.Move;

/** What the latest version of a model means for those on an older one, step by step and timer by timer. */
final class ModelChange {

    private static final String BODY = "#multiInstanceBody";

    private final Map<String, FlowNode> before;
    private final Map<String, FlowNode> after;
    private final Map<String, Move> moves;

    ModelChange(BpmnModelInstance before, BpmnModelInstance after, Map<String, Move> moves) {
        this.before = nodes(before);
        this.after = nodes(after);
        this.moves = moves;
    }

    private static Map<String, FlowNode> nodes(BpmnModelInstance model) {
        Map<String, FlowNode> nodes = new LinkedHashMap<>();
        inOrder(model).forEach(node -> nodes.put(node.getId(), node));
        return nodes;
    }

    /** All elements in the order of the file, which is that of the pathway. */
    static List<FlowNode> inOrder(BpmnModelInstance model) {
        List<FlowNode> nodes = new ArrayList<>();
        model.getModelElementsByType(Process.class).forEach(process -> collect(process.getFlowElements(), nodes));
        return nodes;
    }

    private static void collect(Collection<FlowElement> elements, List<FlowNode> into) {
        for (FlowElement element : elements) {
            if (element instanceof FlowNode node) {
                into.add(node);
            }
            if (element instanceof SubProcess sub) {
                collect(sub.getFlowElements(), into);
            }
        }
    }

    /** Elements of the older version where somebody can wait, in the order of the model. */
    List<String> waits() {
        return before.values().stream()
                .filter(ModelChange::isWait)
                .map(FlowNode::getId)
                .toList();
    }

    static boolean isWait(FlowNode node) {
        return node instanceof UserTask
                || node instanceof EventBasedGateway
                || (node instanceof IntermediateCatchEvent && !isAfterEventBasedGateway(node));
    }

    private static boolean isAfterEventBasedGateway(FlowNode node) {
        return node.getIncoming().stream().anyMatch(flow -> flow.getSource() instanceof EventBasedGateway);
    }

    Fate fate(String element) {
        if (isKept(element)) {
            return Fate.STAYS;
        }
        return goesTo(element) == null ? Fate.NOWHERE : Fate.GOES_ON;
    }

    /** Where people go on; null when the files do not say, or say what the models do not have. */
    @Nullable
    FlowNode goesTo(String element) {
        Move move = moves.get(element);
        FlowNode to = move == null || move.to() == null ? null : after.get(move.to());
        if (move == null || to == null || !before.containsKey(element)) {
            return null;
        }
        if (move.by() == null) {
            return isSameKind(Objects.requireNonNull(before.get(element)), to) ? to : null;
        }
        return isWait(to) && isKept(move.by()) && before.get(move.by()) instanceof IntermediateCatchEvent ? to : null;
    }

    @Nullable
    Move move(String element) {
        return moves.get(element);
    }

    private boolean isKept(String element) {
        FlowNode was = before.get(element);
        FlowNode is = after.get(element);
        return was != null && is != null && isSameKind(was, is);
    }

    private static boolean isSameKind(FlowNode one, FlowNode other) {
        return one.getElementType().equals(other.getElementType())
                && trigger(one).equals(trigger(other));
    }

    private static String trigger(FlowNode node) {
        return node instanceof CatchEvent event
                ? event.getEventDefinitions().stream()
                        .map(definition -> definition.getElementType().getTypeName())
                        .collect(Collectors.joining(","))
                : "";
    }

    /** Moves that the engine can make by itself, beyond those of equal elements in equal places: id before, id after. */
    Map<String, String> renamed() {
        Map<String, String> renamed = new LinkedHashMap<>();
        before.values().stream()
                .filter(node -> isWait(node) || isPlainSubProcess(node))
                .forEach(node -> {
                    FlowNode to = isKept(node.getId()) ? after.get(node.getId()) : goesByItself(node.getId());
                    if (to != null) {
                        if (isForSeveral(node) && isForSeveral(to)) {
                            renamed.put(node.getId() + BODY, to.getId() + BODY);
                        }
                        renamed.put(node.getId(), to.getId());
                    }
                });
        // What is attached, or comes after a gateway, goes with it.
        for (FlowNode node : before.values()) {
            String host = host(node);
            FlowNode same = isKept(node.getId()) ? after.get(node.getId()) : goesByItself(node.getId());
            if (host != null && same != null && Objects.equals(renamed.get(host), host(same))) {
                renamed.put(node.getId(), same.getId());
            }
        }
        return renamed;
    }

    private @Nullable FlowNode goesByItself(String element) {
        Move move = moves.get(element);
        return move == null || move.by() != null ? null : goesTo(element);
    }

    private static boolean isPlainSubProcess(FlowNode node) {
        return node instanceof SubProcess sub && !sub.triggeredByEvent();
    }

    private static boolean isForSeveral(FlowNode node) {
        return node instanceof Activity activity
                && activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics;
    }

    private static @Nullable String host(FlowNode node) {
        if (node instanceof BoundaryEvent event) {
            return event.getAttachedTo().getId();
        }
        return isAfterEventBasedGateway(node)
                ? node.getIncoming().iterator().next().getSource().getId()
                : null;
    }

    List<TimerWay> timers() {
        Stream<TimerWay> known = timersOf(before.values()).map(node -> {
            boolean isKept = (isKept(node.getId()) && isAtTheSamePlace(node)) || goesByItself(node.getId()) != null;
            Move move = moves.get(node.getId());
            TimerFate gone = goesOnWithItsStep(node) ? TimerFate.GOES_ON : TimerFate.ENDS;
            return new TimerWay(
                    node.getId(),
                    name(node),
                    isKept ? TimerFate.KEEPS_ITS_DATE : gone,
                    move == null ? null : move.because());
        });
        Stream<TimerWay> fresh = timersOf(after.values())
                .filter(node -> isAtAKeptPlace(node) && !keepsItsPlace(node))
                .map(node -> new TimerWay(node.getId(), name(node), TimerFate.BEGINS, null));
        return Stream.concat(known, fresh).toList();
    }

    /** The engine sets a timer anew that is attached to something else than before. */
    private boolean isAtTheSamePlace(FlowNode node) {
        FlowNode same = after.get(node.getId());
        return same != null && Objects.equals(host(node), host(same));
    }

    private boolean goesOnWithItsStep(FlowNode timer) {
        String host = host(timer);
        FlowNode to = goesTo(host == null ? timer.getId() : host);
        return to != null && timersOf(List.of(to)).findAny().isPresent();
    }

    private boolean keepsItsPlace(FlowNode fresh) {
        FlowNode was = before.get(fresh.getId());
        return was != null && isAtTheSamePlace(was);
    }

    private boolean isAtAKeptPlace(FlowNode node) {
        return node instanceof BoundaryEvent event
                && before.containsKey(event.getAttachedTo().getId());
    }

    private static Stream<FlowNode> timersOf(Collection<FlowNode> nodes) {
        return nodes.stream()
                .filter(node -> node instanceof CatchEvent event
                        && event.getEventDefinitions().stream().anyMatch(ModelChange::isTimer));
    }

    private static boolean isTimer(EventDefinition definition) {
        return definition instanceof TimerEventDefinition;
    }

    /** The name of an element of the older version. */
    String name(String element) {
        FlowNode node = before.get(element);
        return node == null ? element : name(node);
    }

    /** With the part of the model that it is drawn in, where that is a part within a part. */
    static String name(FlowNode node) {
        String name = node.getName() == null ? node.getId() : node.getName();
        return node.getParentElement() instanceof SubProcess part && part.getParentElement() instanceof SubProcess
                ? part.getName() + ": " + name
                : name;
    }

    /** The forms of the latest version's tasks. */
    Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        for (FlowNode node : after.values()) {
            String form = node instanceof UserTask
                    ? node.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef")
                    : null;
            if (form != null) {
                forms.put(node.getId(), form);
            }
        }
        return forms;
    }
}
