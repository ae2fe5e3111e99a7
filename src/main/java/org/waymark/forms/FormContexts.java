package org.waymark.forms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.workflow.WorkItem;

/** What a task's form opens with: what its handler says, and the standing facts that the form asks about. */
@Component
class FormContexts {

    private final List<StandingFacts> standing;

    FormContexts(List<StandingFacts> standing) {
        this.standing = standing;
    }

    FormContext of(FormDefinition definition, @Nullable FormHandler handler, WorkItem task) {
        FormContext context = handler == null ? FormContext.EMPTY : handler.context(task);
        List<StandingFacts> asked = standing.stream()
                .filter(facts -> facts.names().stream().anyMatch(definition::asksAbout))
                .toList();
        if (asked.isEmpty()) {
            return context;
        }
        Map<String, Object> facts = new HashMap<>(context.facts());
        asked.forEach(one -> facts.putAll(one.facts()));
        return new FormContext(context.prefill(), context.options(), facts, context.panel());
    }
}
