package org.waymark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
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
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

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

    /**
     * "One AccessDecision that every query and command goes through": what is public of a module and asks for one person's
     * pathway, carer or record by its id takes a viewer, or says why it does not. Steps that only a process calls need to
     * say nothing; the sample alliance brings in made-up people as the system itself.
     */
    @ArchTest
    static final ArchRule whatConcernsAPersonTakesAViewer = classes()
            .that(are(facades()))
            .should(new ArchCondition<>("take a Viewer wherever they take a person's reference or record") {
                @Override
                public void check(JavaClass facade, ConditionEvents events) {
                    facade.getMethods().stream()
                            .filter(method -> method.getModifiers().contains(PUBLIC))
                            .filter(ArchitectureTests::concernsAPerson)
                            .filter(method -> !takesAViewer(method) && !isMarkedWithoutViewer(method))
                            .forEach(
                                    method -> method.getAccessesToSelf().stream()
                                            .map(access -> access.getOriginOwner())
                                            .filter(caller -> !mayCallUnasked(caller, facade))
                                            .forEach(
                                                    caller -> events.add(
                                                            SimpleConditionEvent.violated(
                                                                    method,
                                                                    method.getFullName()
                                                                            + " takes no Viewer and is called by "
                                                                            + caller.getName()
                                                                            + ": give it one and a decision, or @WithoutViewer and the reason"))));
                }
            });

    @ArchTest
    static final ArchRule noPageCallsWhatAsksNobody = classes()
            .that(are(facades()))
            .should(new ArchCondition<>("be asked by pages with a Viewer only") {
                @Override
                public void check(JavaClass facade, ConditionEvents events) {
                    facade.getMethods().stream()
                            .filter(ArchitectureTests::isMarkedWithoutViewer)
                            .filter(ArchitectureTests::concernsAPerson)
                            .flatMap(method -> method.getAccessesToSelf().stream())
                            .filter(access ->
                                    access.getOriginOwner().getPackageName().contains(".web"))
                            .forEach(access -> events.add(SimpleConditionEvent.violated(
                                    access, access.getDescription() + ", which asks no viewer")));
                }
            });

    /** Ids that lie in forms, models and the service directory and are nobody's record. */
    private static final Set<String> NOBODYS = Set.of("formId", "serviceId");

    /** The audit trail names its actor and shows nothing. */
    private static DescribedPredicate<JavaClass> facades() {
        return DescribedPredicate.describe(
                "facades of modules",
                type -> type.getModifiers().contains(PUBLIC)
                        && type.isTopLevelClass()
                        && !type.isRecord()
                        && !type.isEnum()
                        && !type.isAnnotation()
                        && Pattern.matches("org\\.waymark\\.(?!audit|kernel)[a-z]+", type.getPackageName()));
    }

    private static boolean concernsAPerson(JavaMethod method) {
        return Arrays.stream(method.reflect().getParameters())
                .anyMatch(
                        parameter -> Stream.of(PathwayRef.class, CarerId.class).anyMatch(type -> parameter
                                        .getParameterizedType()
                                        .getTypeName()
                                        .contains(type.getName()))
                                || (parameter.getName().endsWith("Id") && !NOBODYS.contains(parameter.getName())));
    }

    private static boolean takesAViewer(JavaMethod method) {
        return method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Viewer.class));
    }

    private static boolean isMarkedWithoutViewer(JavaMethod method) {
        return method.isAnnotatedWith(WithoutViewer.class) || method.getOwner().isAnnotatedWith(WithoutViewer.class);
    }

    private static boolean mayCallUnasked(JavaClass caller, JavaClass facade) {
        return caller.getPackage().equals(facade.getPackage())
                || caller.getPackageName().endsWith(".process")
                || caller.getPackageName().equals("org.waymark.sample");
    }

    private static DescribedPredicate<JavaClass> inPackageBelowAModuleNamed(String... names) {
        return DescribedPredicate.describe(
                "in a package of a module named " + String.join(" or ", names),
                type -> Pattern.matches(
                        "org\\.waymark\\.[a-z]+\\.(" + String.join("|", names) + ")", type.getPackageName()));
    }
}
