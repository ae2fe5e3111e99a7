package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What Cockpit tells a signed-in coordinator of the runs of a pathway, asked as its own pages ask. */
final class InCockpit {

    private static final String API = "/camunda/api/engine/engine/default";

    private final Visitor visitor;
    private final List<String> texts = new ArrayList<>();

    InCockpit(Visitor visitor) {
        this.visitor = visitor;
    }

    /** The steps at which runs of a pathway stand, as {@code process Step}. */
    List<String> steps(String pathwayRef) {
        var steps = new TreeSet<String>();
        for (JsonNode run : ask("/process-instance?variables=pathwayRef_eq_" + pathwayRef)) {
            String process = run.get("definitionId").asText().replaceAll(":.*", "");
            ask("/process-instance/" + run.get("id").asText() + "/variables");
            addSteps(process, ask("/process-instance/" + run.get("id").asText() + "/activity-instances"), steps);
        }
        return List.copyOf(steps);
    }

    private static void addSteps(String process, JsonNode activity, Set<String> steps) {
        JsonNode children = activity.get("childActivityInstances");
        if (children.isEmpty()) {
            steps.add(process + " " + activity.get("activityId").asText());
        }
        children.forEach(child -> addSteps(process, child, steps));
    }

    /** Everything it has answered so far. */
    List<String> texts() {
        return texts;
    }

    private JsonNode ask(String path) {
        APIResponse response = visitor.context().request().get(API + path);
        assertThat(response.status()).as(path).isEqualTo(200);
        texts.add(response.text());
        try {
            return new ObjectMapper().readTree(response.text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.text(), e);
        }
    }
}
