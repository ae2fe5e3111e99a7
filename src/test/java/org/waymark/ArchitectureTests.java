package org.waymark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;

/** The lines that the architecture draws; each of these guards has been seen to fail. */
@AnalyzeClasses(packagesOf = Waymark.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] AT_THE_ENGINE = {"org.waymark.workflow..", "org.waymark..process.."};

    private static final Pattern WORDS_WE_DO_NOT_USE =
            Pattern.compile(".*(Manager|Utils?|Helper|Impl|Entity|Object)|Patient.*");

    private static final DescribedPredicate<JavaClass> CALLED_FROM_MODELS =
            DescribedPredicate.describe("called from models", type -> type.getMethods().stream()
                    .anyMatch(method -> method.getRawParameterTypes().stream()
                            .anyMatch(parameter -> parameter.isEquivalentTo(DelegateExecution.class))));

    @Test
    void modulesKeepToTheirAllowedDependencies() {
        var modules = ApplicationModules.of(Waymark.class);
        modules.verify();
        assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
                .contains("kernel", "access", "audit", "workflow", "forms", "people");
    }

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages(AT_THE_ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..");

    @ArchTest
    static final ArchRule typesBearWordsOfTheDomain = classes()
            .should(new ArchCondition<>("bear no word that says nothing") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (WORDS_WE_DO_NOT_USE.matcher(type.getSimpleName()).matches()) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " bears one"));
                    }
                }
            });

    @ArchTest
    static final ArchRule controllersArePrivateToTheirPackage =
            classes().that().areMetaAnnotatedWith(Controller.class).should().notBePublic();

    @ArchTest
    static final ArchRule delegatesArePrivateToTheirPackage = classes()
            .that()
            .areAssignableTo(JavaDelegate.class)
            .or()
            .haveSimpleNameEndingWith("Delegate")
            .should()
            .notBePublic()
            .allowEmptyShould(true);

    /** A bean that a model calls by name must be public, for the engine's expressions reach no other. */
    @ArchTest
    static final ArchRule webAndProcessPackagesOfferNothingToOthers = classes()
            .that(are(inPackageBelowAModuleNamed("web", "process")))
            .and(are(not(CALLED_FROM_MODELS)))
            .should()
            .notBePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule publicTypesOfWorkflowSpeakOurOwnLanguage = classes()
            .that()
            .resideInAPackage("org.waymark.workflow")
            .and()
            .haveModifier(PUBLIC)
            .and(are(not(CALLED_FROM_MODELS)))
            .should(new ArchCondition<>("show none of the engine's types") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getMethods().stream()
                            .filter(method -> method.getModifiers().contains(PUBLIC))
                            .filter(method -> Stream.concat(
                                            method.getRawParameterTypes().stream(),
                                            Stream.of(method.getRawReturnType()))
                                    .anyMatch(used -> used.getPackageName().startsWith("org.camunda")))
                            .forEach(method ->
                                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " does")));
                }
            });

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("stand in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                    }
                }
            });

    @ArchTest
    static final ArchRule timeComesFromTheOneClock = noClasses()
            .that()
            .resideOutsideOfPackage("org.waymark.kernel")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now");

    private static DescribedPredicate<JavaClass> inPackageBelowAModuleNamed(String... names) {
        return DescribedPredicate.describe(
                "in a package of a module named " + String.join(" or ", names),
                type -> Pattern.matches(
                        "org\\.waymark\\.[a-z]+\\.(" + String.join("|", names) + ")", type.getPackageName()));
    }
}
