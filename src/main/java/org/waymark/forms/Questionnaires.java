package org.waymark.forms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.audit.AuditTrail;
import org.waymark.forms.FormReader.Fault;
import org.waymark.forms.FormReader.Reading;
import org.waymark.forms.FormStore.Draft;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.FieldType;
import org.waymark.forms.Part.Group;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.TaskGuest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * Asks a form one question after the other, for somebody without an account. Each answer is kept as it is given; what is
 * asked next follows from those before. {@link Forms#submit(TaskGuest, String)} hands them in.
 */
@Component
public class Questionnaires {

    /**
     * All questions of a form that are asked as it stands.
     *
     * @param savedAt when the last answer was kept; null before the first
     */
    public record Sheet(
            String formId,
            List<Question> questions,
            @Nullable Instant savedAt) {

        /** The question at this place of the form; empty where it is not asked. */
        public Optional<Question> at(int place) {
            return questions.stream()
                    .filter(question -> question.place() == place)
                    .findFirst();
        }

        public Optional<Question> after(int place) {
            return questions.stream()
                    .filter(question -> question.place() > place)
                    .findFirst();
        }

        public Optional<Question> before(int place) {
            return questions.stream()
                    .filter(question -> question.place() < place)
                    .reduce((earlier, later) -> later);
        }
    }

    /**
     * One question in the words of the form's file, which a page says in the reader's language.
     *
     * @param place in the form, whatever is hidden; it stays the same while others come and go
     * @param number among those that are asked now
     * @param section what the form calls the part that the question stands in; null when it stands alone
     * @param hint of the question, else of its section
     * @param choices empty where words of one's own are asked for
     * @param given the answer so far; empty when there is none
     */
    public record Question(
            int place,
            int number,
            String key,
            @Nullable String section,
            String label,
            @Nullable String hint,
            List<FormView.Choice> choices,
            String given,
            int maxLength) {

        public boolean isChoice() {
            return !choices.isEmpty();
        }
    }

    /** What may be wrong with one answer. */
    public enum Wrong {
        NOTHING_CHOSEN,
        TOO_LONG
    }

    private final FormDefinitions definitions;
    private final FormReader reader;
    private final FormStore store;
    private final Worklist worklist;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Questionnaires(
            FormDefinitions definitions,
            FormReader reader,
            FormStore store,
            Worklist worklist,
            AuditTrail audit,
            WaymarkClock clock) {
        this.definitions = definitions;
        this.reader = reader;
        this.store = store;
        this.worklist = worklist;
        this.audit = audit;
        this.clock = clock;
    }

    /** The questions with what this guest has answered so far; nobody else's answers. */
    @Transactional(readOnly = true)
    public Sheet open(TaskGuest guest, String formId) {
        FormDefinition definition = definitions.get(formId);
        Optional<Draft> draft = store.draft(guest.taskId(), guest.name());
        RawInput input = draft.map(Draft::input).orElseGet(() -> new RawInput(Map.of()));
        return new Sheet(
                formId, questions(definition, input), draft.map(Draft::savedAt).orElse(null));
    }

    private List<Question> questions(FormDefinition definition, RawInput input) {
        Reading reading = reader.read(definition, FormContext.EMPTY, input);
        List<Field> all = definition.fields();
        Map<String, Group> groups = groups(definition);
        var questions = new ArrayList<Question>();
        for (Field field : reading.asked()) {
            Group group = groups.get(field.key());
            String hint = field.hint() == null && group != null ? group.hint() : field.hint();
            questions.add(new Question(
                    all.indexOf(field) + 1,
                    questions.size() + 1,
                    field.key(),
                    group == null ? null : group.label(),
                    field.label(),
                    hint,
                    field.values().stream()
                            .map(choice -> new FormView.Choice(choice.value(), choice.label(), null))
                            .toList(),
                    input.first(field.key()),
                    field.rules().maxLength()));
        }
        return List.copyOf(questions);
    }

    private static Map<String, Group> groups(FormDefinition definition) {
        var groups = new LinkedHashMap<String, Group>();
        for (Part part : definition.components()) {
            if (part instanceof Group group) {
                group.components().stream()
                        .filter(Field.class::isInstance)
                        .forEach(field -> groups.put(((Field) field).key(), group));
            }
        }
        return groups;
    }

    /**
     * Keeps the answer to one question, also where the task has ended meanwhile, so that nothing written is lost.
     *
     * @return what is wrong with it, and then it is kept all the same unless nothing was chosen; null when nothing is
     */
    @Transactional
    public @Nullable Wrong answer(TaskGuest guest, String formId, String key, @Nullable String given) {
        FormDefinition definition = definitions.get(formId);
        Field field =
                definition.field(key).orElseThrow(() -> new IllegalArgumentException("The form has no such question"));
        boolean isChoice = field.type() == FieldType.RADIO;
        RawInput input = RawInput.of(definition, Map.of(key, List.of(given == null ? "" : given)));
        if (isChoice && !FormReader.values(field, FormContext.EMPTY).contains(input.first(key))) {
            return Wrong.NOTHING_CHOSEN;
        }
        keep(guest, formId, input);
        Fault fault = reader.read(definition, FormContext.EMPTY, input).faults().get(key);
        return fault == null || !fault.code().equals("forms.tooLong") ? null : Wrong.TOO_LONG;
    }

    private void keep(TaskGuest guest, String formId, RawInput input) {
        WorkItem task = worklist.find(guest).orElseThrow();
        if (!task.isOpen() && guest.name().equals(task.endedBy())) {
            // A late echo of what has been handed in.
            return;
        }
        if (store.addToDraft(guest.taskId(), guest.name(), formId, input, clock.instant())) {
            audit.record(guest.name(), "draft.saved", task.pathway(), guest.taskId());
        }
    }
}
