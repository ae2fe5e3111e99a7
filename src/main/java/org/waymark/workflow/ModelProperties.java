package org.waymark.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseUtil;
import org.camunda.bpm.engine.impl.core.model.CoreModelElement;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/** What a model says about its elements in extension properties, kept with the parsed model. */
final class ModelProperties {

    private static final PropertyKey<Map<String, String>> KEY = new PropertyKey<>("waymark");

    private ModelProperties() {}

    static void read(Element element, CoreModelElement into) {
        Map<String, String> properties = BpmnParseUtil.parseCamundaExtensionProperties(element);
        into.getProperties().set(KEY, properties == null ? Map.of() : properties);
    }

    /** The clock of a user task. */
    static @Nullable String clock(CoreModelElement task) {
        return property(task, "clock");
    }

    /** The variable with the date of a user task whose clock ran from something else than its beginning, such as a death. */
    static @Nullable String dueAt(CoreModelElement task) {
        return property(task, "dueAt");
    }

    /** The variable whose value tells user tasks of one name apart. */
    static @Nullable String about(CoreModelElement task) {
        return property(task, "about");
    }

    /** The variable that says which part of the record a user task is about. */
    static @Nullable String part(CoreModelElement task) {
        return property(task, "part");
    }

    /** Form fields of a user task that become process variables. */
    static List<String> results(CoreModelElement task) {
        return list(task, "results");
    }

    /** All names of variables that a process may have. */
    static Set<String> variables(CoreModelElement process) {
        return Set.copyOf(list(process, "variables"));
    }

    private static List<String> list(CoreModelElement element, String name) {
        String text = property(element, name);
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .distinct()
                        .toList();
    }

    private static @Nullable String property(CoreModelElement element, String name) {
        Map<String, String> properties = element.getProperties().get(KEY);
        return properties == null ? null : properties.get(name);
    }
}
