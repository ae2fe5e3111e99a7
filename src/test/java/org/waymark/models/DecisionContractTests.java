package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Definitions;
import org.camunda.bpm.model.dmn.instance.DrgElement;
import org.camunda.bpm.model.dmn.instance.InputData;
import org.camunda.bpm.model.dmn.instance.NamedElement;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every decision file promises, whatever it decides. */
class DecisionContractTests {

    private static final String DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";
    private static final String DRAWING = "https://www.omg.org/spec/DMN/20191111/DMNDI/";

    private static final Map<String, Set<String>> INPUTS = Map.ofEntries(
            Map.entry(
                    "functional-level",
                    Set.of(
                            "complexTasks",
                            "choosingClothes",
                            "dressing",
                            "bathing",
                            "toileting",
                            "bladder",
                            "bowel",
                            "speechFewWords",
                            "speechSingleWord",
                            "walking",
                            "sitting",
                            "smiling",
                            "holdingHead")),
            Map.entry("pathway-stage", Set.of("functionalLevel", "cdrGlobal")),
            Map.entry("rating-agreement", Set.of("lowestStage", "highestStage", "subLevelGap", "carerStrainLevel")),
            Map.entry("sudden-change", Set.of("previousStage", "stage", "daysSincePrevious", "hoursToDays")),
            Map.entry("carer-strain-level", Set.of("zarit", "ownWords")),
            Map.entry(
                    "palliative-indicators",
                    Set.of(
                            "functionalLevel",
                            "cannotWalk",
                            "doubleIncontinence",
                            "noMeaningfulSpeech",
                            "needsAllCare",
                            "weightLoss",
                            "urinaryInfection",
                            "severePressureUlcer",
                            "recurrentFever",
                            "reducedIntake",
                            "aspirationPneumonia",
                            "phase",
                            "teamNotSurprised")),
            Map.entry(
                    "referral-routing",
                    Set.of(
                            "stage",
                            "carerPresent",
                            "livesAlone",
                            "carerStrainLevel",
                            "palliative",
                            "phase",
                            "distress",
                            "pain",
                            "eatingProblem",
                            "falls",
                            "isolated",
                            "wantsActivity",
                            "skillsWanted",
                            "legalPlansMissing",
                            "planningOffered",
                            "newlyDiagnosed")),
            Map.entry("review-interval", Set.of("stage", "carerStrainLevel", "livesAlone", "phase")),
            Map.entry("carer-support-level", Set.of("carerStrainLevel", "livesWith", "caringAlone", "ownHealthPoor")),
            Map.entry(
                    "bereavement-support-level",
                    Set.of("suddenDeath", "caringAlone", "previousLoss", "asksForHelp", "strainBeforeDeath")),
            Map.entry(
                    "cdr-global",
                    Set.of("memory", "orientation", "judgement", "community", "homeHobbies", "personalCare")),
            Map.entry("complexity-tier", Set.of("carerPresent", "functionalLevel", "cdrGlobal", "zarit")));

    private static final Map<String, List<String>> OUTPUTS = Map.ofEntries(
            Map.entry("functional-level", List.of("functionalLevel", "outOfSequence")),
            Map.entry("pathway-stage", List.of("stage")),
            Map.entry("rating-agreement", List.of("agreement", "carerFinding")),
            Map.entry("sudden-change", List.of("check")),
            Map.entry("carer-strain-level", List.of("carerStrainLevel")),
            Map.entry("palliative-indicators", List.of("palliative", "palliativeReason")),
            Map.entry("referral-routing", List.of("service", "priority", "reason")),
            Map.entry("review-interval", List.of("reviewInDays")),
            Map.entry("carer-support-level", List.of("level")),
            Map.entry("bereavement-support-level", List.of("level")),
            Map.entry("cdr-global", List.of("cdrGlobal")),
            Map.entry("complexity-tier", List.of("tier")));

    static List<Path> files() {
        try (Stream<Path> tree = Files.walk(Path.of("bpmn"))) {
            return tree.filter(path -> path.toString().endsWith(".dmn"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> namedDecisions() {
        return INPUTS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFirstDecisionIsATableNamedAsItsFile(Path file) {
        Decision first = model(file)
                .getDefinitions()
                .getChildElementsByType(Decision.class)
                .iterator()
                .next();

        assertThat(first.getId() + ".dmn").isEqualTo(String.valueOf(file.getFileName()));
        assertThat(first.getExpression()).isInstanceOf(DecisionTable.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFileIsValidDmn13(Path file) {
        DmnModelInstance model = model(file);

        assertThat(model.getDefinitions().getDomElement().getNamespaceURI()).isEqualTo(DMN_1_3);
        assertThatCode(() -> Dmn.validateModel(model)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDecisionSaysHowLongItsHistoryIsKeptAndItsVersion(Path file) {
        assertThat(all(model(file), Decision.class)).allSatisfy(decision -> {
            assertThat(decision.getAttributeValueNs(CAMUNDA, "historyTimeToLive"))
                    .isEqualTo("P3650D");
            assertThat(decision.getAttributeValueNs(CAMUNDA, "versionTag")).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRuleHasANameInWordsAndADescription(Path file) {
        assertThat(all(model(file), Rule.class)).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getId()).matches("Rule_[A-Z][A-Za-z0-9]+");
            assertThat(rule.getDescription()).isNotNull();
            assertThat(rule.getDescription().getTextContent()).isNotBlank().endsWith(".");
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDecisionAndInputIsDrawn(Path file) {
        DmnModelInstance model = model(file);
        Set<String> drawn = model.getDocument().getElementsByNameNs(DRAWING, "DMNShape").stream()
                .map(shape -> shape.getAttribute("dmnElementRef"))
                .collect(Collectors.toSet());

        assertThat(drawn)
                .containsExactlyInAnyOrderElementsOf(all(model, DrgElement.class).stream()
                        .map(NamedElement::getId)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDecisionHasTestsOfItsOwn(Path file) {
        String id = String.valueOf(file.getFileName()).replace(".dmn", "");
        String words = Arrays.stream(id.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());

        assertThatCode(() -> Class.forName("org.waymark.models." + words + "DecisionTests"))
                .doesNotThrowAnyException();
    }

    @Test
    void idsOfRulesDecisionsAndDefinitionsAreUniqueOverTheTree() {
        List<DmnModelInstance> models =
                files().stream().map(DecisionContractTests::model).toList();

        assertThat(models.stream()
                        .flatMap(model -> all(model, Rule.class).stream().map(Rule::getId)))
                .doesNotHaveDuplicates();
        assertThat(models.stream()
                        .flatMap(model -> all(model, Decision.class).stream().map(NamedElement::getId)))
                .doesNotHaveDuplicates();
        assertThat(models.stream().map(DmnModelInstance::getDefinitions).map(Definitions::getId))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("namedDecisions")
    void inputsAndOutputsAreNamedAsAgreed(String id) {
        DecisionFile file = DecisionFile.named(id);
        DmnModelInstance model = model(DecisionFile.path(id));
        Decision decision = model.getModelElementById(id);
        DecisionTable table = (DecisionTable) decision.getExpression();

        assertThat(file.inputNames()).containsExactlyInAnyOrderElementsOf(INPUTS.getOrDefault(id, Set.of()));
        assertThat(table.getOutputs().stream().map(Output::getName))
                .containsExactlyElementsOf(OUTPUTS.getOrDefault(id, List.of()));
        assertThat(all(model, InputData.class))
                .allSatisfy(
                        data -> assertThat(data.getInformationItem().getName()).isEqualTo(data.getName()));
    }

    @ParameterizedTest
    @MethodSource("namedDecisions")
    void evaluatesWhenNothingIsKnown(String id) {
        DecisionFile file = DecisionFile.named(id);

        assertThat(file.decide(file.nothingKnown()).rows()).isNotEmpty();
    }

    private static DmnModelInstance model(Path file) {
        return Dmn.readModelFromFile(file.toFile());
    }

    private static <T extends ModelElementInstance> Collection<T> all(DmnModelInstance model, Class<T> type) {
        return model.getModelElementsByType(type);
    }
}
