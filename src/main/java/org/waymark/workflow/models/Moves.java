package org.waymark.workflow.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * What {@code <model>.moves.json} beside a model says of ids that it no longer has: where people go who stand there, and
 * why. It is reviewed with the model, and grows with it; an id stays in it for ever.
 */
@Component
class Moves {

    /**
     * @param to the element of the latest version where whoever stands here goes on; null where nobody can stand
     * @param by a message event of both versions. Given when {@code to} is of another kind, to which the engine cannot move
     *     a token: it waits there for the blink of an eye, and begins anew at {@code to}
     * @param then a message that is told afterwards
     */
    record Move(
            @Nullable String to,
            @Nullable String by,
            @Nullable String then,
            String because) {}

    private record MovesFile(String process, Map<String, Move> gone) {}

    private final Map<String, Map<String, Move>> byProcess = new HashMap<>();

    Moves(ObjectMapper json) throws IOException {
        var resources = new PathMatchingResourcePatternResolver().getResources("classpath*:bpmn/**/*.moves.json");
        for (Resource resource : resources) {
            try (InputStream text = resource.getInputStream()) {
                MovesFile file = json.readValue(text, MovesFile.class);
                byProcess.put(file.process(), file.gone());
            }
        }
    }

    Map<String, Move> of(String process) {
        return byProcess.getOrDefault(process, Map.of());
    }
}
