package org.waymark.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.workflow.WorkItem;

/** The handler of the form {@code try-answer}, of tests alone: refuses the note "no" and breaks down over "fail". */
public final class TryHandler implements FormHandler {

    private final List<Submission> handled = new CopyOnWriteArrayList<>();

    TryHandler() {}

    public List<Submission> handled() {
        return handled;
    }

    @Override
    public String formId() {
        return "try-answer";
    }

    @Override
    public FormContext context(WorkItem task) {
        return new FormContext(
                Map.of("note", "from the handler"),
                Map.of("places", List.of(new Option("centre", "The centre"))),
                Map.of(),
                null);
    }

    @Override
    public List<FieldError> check(WorkItem task, Answers answers) {
        return "no".equals(answers.text("note")) ? List.of(new FieldError("note", "component.choose")) : List.of();
    }

    @Override
    public Map<String, Object> handle(Submission submission) {
        if ("fail".equals(submission.answers().text("note"))) {
            throw new IllegalStateException("The handler broke down");
        }
        handled.add(submission);
        return Map.of("isUrgent", true, "place", "never a variable");
    }
}
