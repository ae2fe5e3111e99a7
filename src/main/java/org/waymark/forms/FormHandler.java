package org.waymark.forms;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext.Panel;
import org.waymark.workflow.WorkItem;

/**
 * What a module does with one form. Found by its form id; a form without a handler is stored and the engine moves on, so
 * a new task needs none.
 */
public interface FormHandler {

    String formId();

    /**
     * What the form opens with. Asked again when a submission is validated, where options or facts decide what is valid, and
     * not where they do not.
     */
    default FormContext context(WorkItem task) {
        return FormContext.EMPTY;
    }

    /** Errors that need more than the definition: by field key, the message key of what is wrong. */
    default List<FieldError> check(WorkItem task, Answers answers) {
        return List.of();
    }

    /**
     * Called in the submitting transaction, after the submission was stored and before the engine moves.
     *
     * @return values for the task's {@code results} that are not fields of the form; usually empty
     */
    default Map<String, Object> handle(Submission submission) {
        return Map.of();
    }

    /** Whether what was handed in is kept from this viewer for now, such as others' ratings from one who is still to rate. */
    default boolean isKeptFrom(Viewer viewer, WorkItem task) {
        return false;
    }

    /**
     * Whether somebody else has answered the questions of this task, whom a section that was saved may be compared with; only
     * asked of forms that are answered in sections.
     */
    default boolean hasOthers(WorkItem task) {
        return false;
    }

    /** What others answered to the questions of a section, beside the viewer's own answers. Only asked once that is allowed. */
    default @Nullable Panel others(WorkItem task, List<OwnAnswer> own) {
        return null;
    }

    /**
     * A question of a section, and what the viewer answered.
     *
     * @param own in words; empty where there is no answer
     */
    record OwnAnswer(String key, String label, String own) {}

    /** One thing wrong with one field, as a message key. */
    record FieldError(String field, String messageKey) {}
}
