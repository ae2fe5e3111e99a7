package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.waymark.support.WaymarkTest;

/** What the models call by name must be there when a person comes by, perhaps months later. */
@WaymarkTest
class ModelBeansTests {

    private static final Pattern BEAN = Pattern.compile("\\$\\{([a-z][A-Za-z]*(?:Delegate|Listener))}");
    private static final Pattern CALL = Pattern.compile("\\$\\{([a-z][A-Za-z]*)\\.");

    @Autowired
    ApplicationContext application;

    @Test
    void hasEachDelegateAndListenerThatTheModelsName() {
        Set<String> lacking = new TreeSet<>();
        for (String name : named(BEAN)) {
            Class<?> kind = name.endsWith("Delegate") ? JavaDelegate.class : ExecutionListener.class;
            if (!application.containsBean(name) || !application.isTypeMatch(name, kind)) {
                lacking.add(name);
            }
        }
        assertThat(lacking).isEmpty();
    }

    /** Expressions find the methods of public classes only, and fail where they are evaluated. */
    @Test
    void canCallWhatTheModelsAsk() {
        Set<String> hidden = new TreeSet<>();
        for (String name : named(CALL)) {
            if (!application.containsBean(name)
                    || !Modifier.isPublic(
                            AopUtils.getTargetClass(application.getBean(name)).getModifiers())) {
                hidden.add(name);
            }
        }
        assertThat(hidden).isEmpty();
    }

    /** In the models as they are, and in those that somebody may still be on. */
    private static Set<String> named(Pattern pattern) {
        Set<String> names = new TreeSet<>();
        Stream.concat(ModelFiles.all().stream(), ModelFiles.previous().stream())
                .forEach(model -> pattern.matcher(Bpmn.convertToString(model.xml()))
                        .results()
                        .forEach(found -> names.add(found.group(1))));
        assertThat(names).isNotEmpty();
        return names;
    }
}
