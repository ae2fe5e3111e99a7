package org.waymark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.waymark.support.CareRule;

/** Each care rule of the README is held by at least one test that says so. */
class CareRulesTests {

    @Test
    void eachCareRuleHasATestThatNamesIt() {
        JavaClasses classes = new ClassFileImporter().importPackages("org.waymark");
        List<Integer> named = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(CareRule.class))
                .flatMap(method -> Arrays.stream(
                                method.getAnnotationOfType(CareRule.class).value())
                        .boxed())
                .distinct()
                .sorted()
                .toList();

        assertThat(named).containsAll(IntStream.rangeClosed(1, 14).boxed().toList());
    }
}
