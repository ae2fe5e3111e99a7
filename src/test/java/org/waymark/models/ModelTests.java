package org.waymark.models;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.models.ModelFiles.FORMS;
import static org.waymark.models.ModelFiles.MODELS;
import static org.waymark.models.ModelFiles.baseName;
import static org.waymark.models.ModelFiles.files;
import static org.waymark.models.ModelFiles.property;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.Script;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.waymark.models.ModelFiles.Model;

/**
 * What every process model promises to Java, to the forms and to its readers. Each rule names everything that breaks it
 * at once.
 */
class ModelTests {

    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    private static final String WORDS = "_([A-Z][A-Za-z]*)";
    private static final Pattern KEBAB = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Pattern VARIABLE = Pattern.compile("[a-z][A-Za-z]*");
    private static final Pattern DELEGATE = Pattern.compile("\\$\\{[a-z][A-Za-z]*Delegate}");
    private static final Pattern LISTENER = Pattern.compile("\\$\\{[a-z][A-Za-z]*Listener}");
    private static final Pattern CONDITION =
            Pattern.compile("\\$\\{(?:(?:is|has|needs)[A-Z][A-Za-z]*|[a-z][A-Za-z]* == '[A-Z]+(?:_[A-Z]+)*')}");
    private static final Pattern DATE =
            Pattern.compile("\\$\\{(?:timers\\.at\\(execution, '[A-Z]+(?:_[A-Z]+)*'\\)|[a-z][A-Za-z]*At)}");
    private static final Pattern GROUP =
            Pattern.compile("\\$\\{[a-z][A-Za-z]*}\\.(?:\\$\\{[a-z][A-Za-z]*}|[a-z]+(?:-[a-z]+)*)");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
    private static final Pattern NAME_IN_EXPRESSION = Pattern.compile("(?<![.A-Za-z'])[a-z][A-Za-z]*(?![A-Za-z]*')");

    private static final Map<Class<? extends FlowElement>, String> KINDS = Map.of(
            SequenceFlow.class, "Flow",
            UserTask.class, "UserTask",
            ServiceTask.class, "ServiceTask",
            BusinessRuleTask.class, "BusinessRuleTask",
            Gateway.class, "Gateway",
            StartEvent.class, "StartEvent",
            EndEvent.class, "EndEvent",
            BoundaryEvent.class, "BoundaryEvent",
            IntermediateCatchEvent.class, "Event",
            SubProcess.class, "SubProcess");

    /** What expressions may name besides variables, delegates and listeners. */
    private static final Set<String> BEANS = Set.of("execution", "timers", "ratersOfRound");

    private static List<Model> models() {
        List<Model> models = ModelFiles.all();
        assertThat(models).isNotEmpty();
        return models;
    }

    /** Applies a rule to each element of a kind in all models and asserts that nothing was found. */
    private static <T extends ModelElementInstance> void each(Class<T> type, BiConsumer<T, Findings> rule) {
        List<String> found = new ArrayList<>();
        for (Model model : models()) {
            for (T element : model.all(type)) {
                String id = element.getDomElement().getAttribute("id");
                rule.accept(element, what -> found.add(model.id() + " " + id + " " + what));
            }
        }
        assertThat(found).isEmpty();
    }

    private interface Findings {
        void add(String what);

        default void unless(boolean kept, String what) {
            if (!kept) {
                add(what);
            }
        }
    }

    @Test
    void keepsToTheSchemaOfBpmn() {
        models().forEach(model -> Bpmn.validateModel(model.xml()));
    }

    @Test
    void isOneProcessNamedAsItsFile() {
        for (Model model : models()) {
            assertThat(model.all(Process.class)).as(model.file().toString()).hasSize(1);
            assertThat(model.id()).isEqualTo(baseName(model.file())).matches(KEBAB);
            assertThat(model.process().getName()).isNotBlank();
        }
    }

    /** Tests that extend {@link CoveredModel}, and so fail as long as an element or a flow is not reached. */
    @Test
    void hasTestsOfItsOwn() {
        List<String> without = new ArrayList<>();
        for (Model model : models()) {
            String words = Stream.of(model.id().split("-", -1))
                    .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                    .collect(joining());
            try {
                Class<?> tests = Class.forName("org.waymark.models." + words + "ProcessTests");
                if (!CoveredModel.class.isAssignableFrom(tests)) {
                    without.add(model.id());
                }
            } catch (ClassNotFoundException e) {
                without.add(model.id());
            }
        }
        assertThat(without).isEmpty();
    }

    /** In the packaged jar folders vanish from resource names: of two files with one base name, one would disappear. */
    @Test
    void sharesItsBaseNameWithNoOtherFile() {
        Map<String, Path> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();
        Stream.of(".bpmn", ".dmn", ".form")
                .flatMap(ending -> Stream.of(MODELS, FORMS)
                        .filter(Files::isDirectory)
                        .flatMap(folder -> files(folder, ending).stream()))
                .forEach(file -> {
                    Path other = seen.putIfAbsent(baseName(file), file);
                    if (other != null) {
                        twice.add(other + " and " + file);
                    }
                });
        assertThat(twice).isEmpty();
    }

    @Test
    void namesEachElementByItsKindAndWords() {
        each(FlowElement.class, (element, found) -> {
            String kind = KINDS.entrySet().stream()
                    .filter(k -> k.getKey().isInstance(element))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("(no such element here)");
            found.unless(element.getId().matches(kind + WORDS), "should be " + kind + "_ and words");
        });
        each(
                TextAnnotation.class,
                (note, found) -> found.unless(
                        note.getId().matches("TextAnnotation" + WORDS), "should be TextAnnotation_ and words"));
    }

    @Test
    void labelsWhatPeopleSeeInSentenceCase() {
        each(FlowNode.class, (node, found) -> {
            boolean join = node instanceof Gateway && node.getOutgoing().size() == 1;
            if (!join) {
                String name = node.getName() == null ? "" : node.getName();
                found.unless(name.matches("[A-Z][a-z].*"), "needs a label in sentence case");
                found.unless(
                        Stream.of(name.split(" ", -1)).skip(1).allMatch(w -> w.equals(w.toLowerCase(Locale.ROOT))),
                        "is labelled with capitals");
            }
        });
    }

    @Test
    void drawsEveryElementAndPlacesItsLabel() {
        for (Model model : models()) {
            Set<String> shapes = new HashSet<>();
            Set<String> edges = new HashSet<>();
            Set<String> labelled = new HashSet<>();
            for (BpmnShape shape : model.all(BpmnShape.class)) {
                shapes.add(shape.getBpmnElement().getId());
                if (shape.getBpmnLabel() != null) {
                    labelled.add(shape.getBpmnElement().getId());
                }
            }
            for (BpmnEdge edge : model.all(BpmnEdge.class)) {
                if (edge.getChildElementsByType(Waypoint.class).size() >= 2) {
                    edges.add(edge.getBpmnElement().getId());
                }
                if (edge.getBpmnLabel() != null) {
                    labelled.add(edge.getBpmnElement().getId());
                }
            }
            List<String> undrawn = new ArrayList<>();
            for (FlowElement element : model.all(FlowElement.class)) {
                Set<String> drawn = element instanceof SequenceFlow ? edges : shapes;
                if (!drawn.contains(element.getId())) {
                    undrawn.add(element.getId() + " is not drawn");
                }
                boolean outside =
                        element instanceof Event || element instanceof Gateway || element instanceof SequenceFlow;
                if (outside && element.getName() != null && !labelled.contains(element.getId())) {
                    undrawn.add("the label of " + element.getId() + " has no place");
                }
            }
            assertThat(undrawn).as(model.id()).isEmpty();
        }
    }

    @Test
    void givesEachHumanTaskAFormAClockAGroupAndASentenceOnWhatItIsFor() {
        each(UserTask.class, (task, found) -> {
            String form = task.getDomElement().getAttribute(CAMUNDA, "formRef");
            found.unless(form != null && KEBAB.matcher(form).matches(), "needs a form");
            found.unless(
                    "deployment".equals(task.getDomElement().getAttribute(CAMUNDA, "formRefBinding")),
                    "should bind its form to the deployment");
            String clock = property(task, "clock");
            found.unless(clock != null && clock.matches("[A-Z]+(_[A-Z]+)*"), "needs a clock");
            String groups = task.getCamundaCandidateGroups();
            found.unless(groups != null && GROUP.matcher(groups).matches(), "needs one group <organisation>.<role>");
            found.unless(
                    task.getDocumentations().size() == 1
                            && task.getDocumentations()
                                    .iterator()
                                    .next()
                                    .getTextContent()
                                    .matches("[A-Z][^.]*\\."),
                    "needs one sentence on what it is for");
        });
    }

    @Test
    void hasAFormForEachHumanTask() {
        Set<String> forms =
                files(FORMS, ".form").stream().map(ModelFiles::baseName).collect(toSet());
        Set<String> missing = new TreeSet<>();
        for (Model model : models()) {
            for (UserTask task : model.all(UserTask.class)) {
                String form = String.valueOf(task.getDomElement().getAttribute(CAMUNDA, "formRef"));
                if (!forms.contains(form)) {
                    missing.add(form + " for " + model.id() + " " + task.getId());
                }
            }
        }
        assertThat(missing).as("forms that tasks name and forms/ lacks").isEmpty();
    }

    @Test
    void asksAtEachGatewayAndAnswersAtEachExit() {
        each(Gateway.class, (gateway, found) -> {
            found.unless(
                    gateway instanceof ExclusiveGateway || gateway instanceof EventBasedGateway,
                    "is of a kind that hides who waits for whom");
            if (gateway.getOutgoing().size() > 1) {
                found.unless(String.valueOf(gateway.getName()).endsWith("?"), "should ask a question");
            }
        });
        each(ExclusiveGateway.class, (gateway, found) -> {
            if (gateway.getOutgoing().size() > 1) {
                SequenceFlow otherwise = gateway.getDefault();
                found.unless(otherwise != null, "needs a default flow");
                for (SequenceFlow exit : gateway.getOutgoing()) {
                    found.unless(exit.getName() != null, "leaves the exit " + exit.getId() + " without an answer");
                    found.unless(
                            (exit.getConditionExpression() == null) == exit.equals(otherwise),
                            "should have a condition on each exit but the default, see " + exit.getId());
                }
            }
        });
    }

    @Test
    void comparesOneVariableWithOneValue() {
        each(
                ConditionExpression.class,
                (condition, found) -> found.unless(
                        CONDITION.matcher(condition.getTextContent()).matches()
                                && condition.getLanguage() == null
                                && condition.getParentElement() instanceof SequenceFlow flow
                                && flow.getSource() instanceof ExclusiveGateway,
                        condition.getTextContent()));
    }

    @Test
    void leavesAllWorkToNamedDelegates() {
        each(Script.class, (script, found) -> found.add("is a script"));
        each(ScriptTask.class, (script, found) -> found.add("is a script"));
        each(
                ServiceTask.class,
                (task, found) -> found.unless(
                        DELEGATE.matcher(String.valueOf(task.getCamundaDelegateExpression()))
                                .matches(),
                        "needs a delegate"));
        each(
                BusinessRuleTask.class,
                (task, found) -> found.unless(
                        DELEGATE.matcher(String.valueOf(task.getCamundaDelegateExpression()))
                                .matches(),
                        "needs a delegate"));
        for (Model model : models()) {
            List<String> found = new ArrayList<>();
            inspect(model.xml().getDocument().getRootElement(), element -> {
                String kind = element.getLocalName();
                if (kind.endsWith("Listener")
                        && !LISTENER.matcher(String.valueOf(element.getAttribute("delegateExpression")))
                                .matches()) {
                    found.add("a " + kind + " without a named bean");
                }
                for (String way : List.of("class", "expression", "resource", "type", "asyncAfter")) {
                    if (element.getAttribute(CAMUNDA, way) != null) {
                        found.add(kind + " with camunda:" + way);
                    }
                }
                if (kind.equals("script")) {
                    found.add("a script in an extension");
                }
            });
            assertThat(found).as(model.id()).isEmpty();
        }
    }

    private interface Visitor {
        void see(DomElement element);
    }

    private static void inspect(DomElement element, Visitor visitor) {
        visitor.see(element);
        element.getChildElements().forEach(child -> inspect(child, visitor));
    }

    @Test
    void saysHowLongItsHistoryIsKeptAndWhichVariablesItMayHold() {
        for (Model model : models()) {
            Process process = model.process();
            assertThat(process.isExecutable()).as(model.id()).isTrue();
            assertThat(process.getCamundaHistoryTimeToLiveString())
                    .as(model.id())
                    .isEqualTo("P3650D");
            assertThat(process.getCamundaVersionTag()).as(model.id()).isNotBlank();
            assertThat(model.variables())
                    .as(model.id())
                    .contains("pathwayRef")
                    .doesNotHaveDuplicates()
                    .allMatch(name -> VARIABLE.matcher(name).matches());
        }
    }

    @Test
    void usesNoVariableThatIsNotOnItsList() {
        for (Model model : models()) {
            Set<String> used = new TreeSet<>();
            inspect(model.xml().getDocument().getRootElement(), element -> {
                StringBuilder text =
                        new StringBuilder(element.getChildElements().isEmpty() ? element.getTextContent() : "");
                for (String attribute :
                        List.of("assignee", "candidateGroups", "collection", "dueDate", "delegateExpression")) {
                    text.append(' ').append(element.getAttribute(CAMUNDA, attribute));
                }
                var expressions = EXPRESSION.matcher(text);
                while (expressions.find()) {
                    var names = NAME_IN_EXPRESSION.matcher(expressions.group(1));
                    while (names.find()) {
                        used.add(names.group());
                    }
                }
                String item = element.getAttribute(CAMUNDA, "elementVariable");
                if (item != null) {
                    used.add(item);
                }
            });
            used.removeAll(BEANS);
            used.removeIf(name -> name.endsWith("Delegate") || name.endsWith("Listener"));
            for (UserTask task : model.all(UserTask.class)) {
                String results = property(task, "results");
                if (results != null) {
                    used.addAll(List.of(results.split(",", -1)));
                }
                for (String name : List.of("part", "dueAt")) {
                    String variable = property(task, name);
                    if (variable != null) {
                        used.add(variable);
                    }
                }
            }
            assertThat(model.variables()).as(model.id()).containsAll(used);
        }
    }

    /** Durations restart when an instance moves to a new version, and know no holidays; absolute dates are harmless. */
    @Test
    void setsEachTimerToADateFromANamedClock() {
        each(
                TimerEventDefinition.class,
                (timer, found) -> found.unless(
                        timer.getTimeDate() != null
                                && DATE.matcher(timer.getTimeDate().getTextContent())
                                        .matches(),
                        "in " + timer.getParentElement().getAttributeValue("id") + " should have a date from a clock"));
    }

    @Test
    void namesEachMessageAfterAFactAndListensToIt() {
        each(Message.class, (message, found) -> {
            String name = String.valueOf(message.getName());
            found.unless(name.matches("[a-z]+\\.[a-z][A-Za-z]*"), "should be named <subject>.<pastFact>");
            StringBuilder id = new StringBuilder("Message_");
            for (String part : name.split("\\.", -1)) {
                id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
            found.unless(message.getId().contentEquals(id), "should be " + id);
        });
        for (Model model : models()) {
            Set<Message> heard = model.all(MessageEventDefinition.class).stream()
                    .map(MessageEventDefinition::getMessage)
                    .collect(toSet());
            assertThat(heard).as(model.id()).containsExactlyInAnyOrderElementsOf(model.all(Message.class));
        }
    }

    @Test
    void leadsEveryPathToAnEnd() {
        each(FlowNode.class, (node, found) -> {
            boolean reaction = node instanceof SubProcess sub && sub.triggeredByEvent();
            boolean endless = node instanceof SubProcess sub
                    && sub.getChildElementsByType(EndEvent.class).isEmpty();
            found.unless(
                    node instanceof EndEvent
                            || reaction
                            || endless
                            || !node.getOutgoing().isEmpty(),
                    "leads nowhere");
            found.unless(
                    node instanceof StartEvent
                            || node instanceof BoundaryEvent
                            || reaction
                            || !node.getIncoming().isEmpty(),
                    "is never reached");
            if (node instanceof Activity) {
                found.unless(node.getOutgoing().size() <= 1, "splits without a gateway");
            }
        });
    }

    /** Reminders and escalations are data for every human task alike; only runs of former versions still call these. */
    @Test
    void drawsNoReminderAndNoEscalation() {
        each(
                ServiceTask.class,
                (task, found) -> found.unless(
                        !Set.of("${remindDelegate}", "${escalateDelegate}")
                                .contains(task.getCamundaDelegateExpression()),
                        "draws what the rules of escalation do"));
    }

    /**
     * People are on their way in these models for years: an id that vanishes strands whoever stands there, unless the file
     * beside the model says where they go.
     */
    @Test
    void keepsTheIdsThatRunningInstancesStandOn() throws IOException {
        Set<String> now = new TreeSet<>();
        for (Model model : models()) {
            model.all(FlowNode.class).forEach(node -> now.add(model.id() + " " + node.getId()));
        }
        Path list = Path.of("src/test/resources/models/element-ids.txt");
        Set<String> known = new TreeSet<>(Files.readAllLines(list));
        Set<String> vanished = new TreeSet<>(known);
        ModelFiles.previous().forEach(former -> former.all(FlowNode.class)
                .forEach(node -> vanished.add(former.id() + " " + node.getId())));
        vanished.removeAll(now);
        assertThat(moved())
                .as(
                        "ids that are gone, of which <model>.moves.json beside the model says where people go who stand there")
                .isEqualTo(vanished);
        now.removeAll(known);
        assertThat(now).as("new ids: add them to " + list).isEmpty();
    }

    /** Whoever is at a step that is gone goes on at one that is there, through a message event if it must. */
    @Test
    void leadsWhoStandsAtAVanishedStepToOneThatIsThere() throws IOException {
        for (Path file : files(MODELS, ".moves.json")) {
            JsonNode moves = new ObjectMapper().readTree(file.toFile());
            Model model = models().stream()
                    .filter(one -> one.id().equals(moves.path("process").asText()))
                    .findFirst()
                    .orElseThrow();
            moves.path("gone").forEach(move -> {
                assertThat(move.path("because").asText()).matches("[A-Z].*\\.");
                for (String place : List.of("to", "by")) {
                    if (move.has(place)) {
                        assertThat((Object) model.xml()
                                        .getModelElementById(move.path(place).asText()))
                                .as(move.path(place).asText())
                                .isInstanceOf(FlowNode.class);
                    }
                }
                if (move.has("then")) {
                    assertThat(model.all(Message.class).stream().map(Message::getName))
                            .contains(move.path("then").asText());
                }
            });
        }
    }

    private static Set<String> moved() throws IOException {
        Set<String> moved = new TreeSet<>();
        for (Path file : files(MODELS, ".moves.json")) {
            JsonNode moves = new ObjectMapper().readTree(file.toFile());
            String process = moves.path("process").asText();
            assertThat(file.getFileName()).hasToString(process + ".moves.json");
            moves.path("gone").fieldNames().forEachRemaining(id -> moved.add(process + " " + id));
        }
        return moved;
    }
}
