package org.waymark.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.links.Language.ENGLISH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Every sentence that readers see is said in every language, and says what the English says now. */
class TranslationsTests {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final List<String> FORMS = List.of("answer-as-person", "answer-as-carer");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");

    private static final QuestionWords WORDS = new QuestionWords(messages());

    private static ResourceBundleMessageSource messages() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/links");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    static List<Language> translated() {
        return Arrays.stream(Language.values())
                .filter(language -> language != ENGLISH)
                .toList();
    }

    /** A sentence and the English it was translated from. */
    private record Said(String words, String from) {}

    private static Map<String, Said> file(String name) throws IOException {
        var said = new LinkedHashMap<String, Said>();
        String from = "";
        for (String line : Files.readAllLines(MESSAGES.resolve(name))) {
            if (line.startsWith("# en: ")) {
                from = line.substring("# en: ".length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] pair = line.split("=", 2);
                assertThat(said.put(pair[0], new Said(pair[1], from)))
                        .as("%s stands twice in %s", pair[0], name)
                        .isNull();
                from = "";
            }
        }
        return said;
    }

    private static Map<String, Said> translation(Language language) throws IOException {
        Map<String, Said> said = file("links_" + language.code() + ".properties");
        said.remove("translation.draft");
        return said;
    }

    /** What a form says in English, by the keys under which a translation may say it: the nearest first. */
    private record Spoken(List<String> keys, String english) {}

    private static List<Spoken> spoken() throws IOException {
        var spoken = new ArrayList<Spoken>();
        for (String form : FORMS) {
            JsonNode file = new JsonMapper()
                    .readTree(Path.of("forms/assessment/" + form + ".form").toFile());
            file.get("components").forEach(part -> {
                String hint = part.path("description").asText("");
                Stream<JsonNode> fields =
                        part.get("type").asText().equals("group") ? stream(part.get("components")) : Stream.of(part);
                fields.forEach(field -> spoken.addAll(spoken(form, field, hint)));
            });
        }
        return spoken;
    }

    private static List<Spoken> spoken(String form, JsonNode field, String hintOfGroup) {
        String key = field.get("key").asText();
        var spoken = new ArrayList<Spoken>();
        spoken.add(new Spoken(
                List.of("question." + form + "." + key), field.get("label").asText()));
        String hint = field.path("description").asText(hintOfGroup);
        if (!hint.isEmpty()) {
            spoken.add(new Spoken(List.of("hint." + form + "." + key, "hint." + key, "hint." + form), hint));
        }
        stream(field.path("values")).forEach(value -> {
            String code = value.get("value").asText();
            spoken.add(new Spoken(
                    List.of(
                            "answer." + form + "." + key + "." + code,
                            "answer." + form + "." + code,
                            "answer." + key + "." + code,
                            "answer." + code),
                    value.get("label").asText()));
        });
        return spoken;
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        var all = new ArrayList<JsonNode>();
        list.forEach(all::add);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("translated")
    void sayEverySentenceOfThePagesTheEmailAndTheLetter(Language language) throws IOException {
        Map<String, Said> english = file("links.properties");
        Map<String, Said> translation = translation(language);

        assertThat(translation.keySet()).as("missing in %s", language).containsAll(english.keySet());
        english.forEach((key, said) -> assertThat(
                        Objects.requireNonNull(translation.get(key)).from())
                .as("%s: the English of %s has changed since it was translated", language, key)
                .isEqualTo(said.words()));
    }

    @ParameterizedTest
    @MethodSource("translated")
    void sayEveryQuestionHintAndAnswerAsTheFormDoesNow(Language language) throws IOException {
        Map<String, Said> translation = translation(language);
        Set<String> used = new LinkedHashSet<>();
        for (Spoken spoken : spoken()) {
            String key = spoken.keys().stream()
                    .filter(translation::containsKey)
                    .findFirst()
                    .orElse("");
            assertThat(key)
                    .as("%s says nothing for: %s", language, spoken.english())
                    .isNotEmpty();
            assertThat(Objects.requireNonNull(translation.get(key)).from())
                    .as("%s: %s was translated from other words", language, key)
                    .isEqualTo(spoken.english());
            used.add(key);
        }
        Set<String> unused = new TreeSet<>(translation.keySet());
        unused.removeAll(used);
        unused.removeAll(file("links.properties").keySet());
        assertThat(unused).as("said in %s and nowhere else", language).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("translated")
    void keepWhatIsPutIntoASentence(Language language) throws IOException {
        translation(language).forEach((key, said) -> assertThat(arguments(said.words()))
                .as("%s %s", language, key)
                .isEqualTo(arguments(said.from())));
    }

    private static Set<String> arguments(String words) {
        return ARGUMENT.matcher(words).results().map(found -> found.group()).collect(Collectors.toSet());
    }

    /** A straight apostrophe would be a quotation mark to whatever puts the arguments in. */
    @Test
    void haveNoStraightApostrophes() throws IOException {
        for (Language language : Language.values()) {
            String name = language == ENGLISH ? "links.properties" : "links_" + language.code() + ".properties";
            file(name)
                    .forEach((key, said) ->
                            assertThat(said.words()).as("%s %s", language, key).doesNotContain("'"));
        }
    }

    @Test
    void areDraftsUntilSomebodyHasReadThemThrough() throws IOException {
        var translations = new Translations(messages());
        assertThat(translations.isDraft(ENGLISH)).isFalse();
        for (Language language : translated()) {
            List<String> lines = Files.readAllLines(MESSAGES.resolve("links_" + language.code() + ".properties"));
            assertThat(lines.get(0).contains("DRAFT"))
                    .as("head and flag of %s say the same", language)
                    .isEqualTo(translations.isDraft(language));
        }
    }

    @Test
    void areFoundByTheQuestionsThemselves() {
        assertThat(WORDS.label(Language.POLISH, "answer-as-person", "dressing", "Do you need help to get dressed?"))
                .isEqualTo("Czy potrzebuje Pan/Pani pomocy przy ubieraniu się?");
        assertThat(WORDS.label(ENGLISH, "answer-as-person", "dressing", "Do you need help to get dressed?"))
                .isEqualTo("Do you need help to get dressed?");
        assertThat(WORDS.answer(Language.WELSH, "answer-as-carer", "dressing", "NOT_SURE", "I am not sure"))
                .isEqualTo("Dydw i ddim yn siŵr");
    }

    @Test
    void areChosenByWhatStaffHaveRecorded() {
        assertThat(Language.recordedAs("Polish")).isEqualTo(Language.POLISH);
        assertThat(Language.recordedAs("mostly Urdu, some English")).isEqualTo(Language.URDU);
        assertThat(Language.recordedAs("Punjabi")).isEqualTo(ENGLISH);
        assertThat(Language.recordedAs(null)).isEqualTo(ENGLISH);
    }
}
