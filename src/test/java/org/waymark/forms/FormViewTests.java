package org.waymark.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;
import org.waymark.forms.FormContext.Option;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Feel;

class FormViewTests {

    private static final FormDefinitions DEFINITIONS = new FormDefinitions();

    private final WaymarkClock clock = new WaymarkClock();
    private final FormReader reader = new FormReader(new Feel(), clock);
    private final FormViews views;
    private final SpringTemplateEngine templates = new SpringTemplateEngine();

    FormViewTests() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        views = new FormViews(messages, clock);
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        templates.setTemplateResolver(resolver);
        templates.setTemplateEngineMessageSource(messages);
    }

    static List<String> ids() {
        return FormDefinitionsTests.ids();
    }

    private Document draw(FormView view) {
        var servlets = new MockServletContext();
        var exchange = JakartaServletWebApplication.buildApplication(servlets)
                .buildExchange(new MockHttpServletRequest(servlets), new MockHttpServletResponse());
        var context = new WebContext(exchange);
        context.setVariables(new HashMap<>(
                Map.of("view", view, "action", "/tasks/1", "draftUrl", "/tasks/1/draft", "submit", "Send the answer")));
        return Jsoup.parse(templates.process("forms/whole", context));
    }

    private Document open(FormDefinition definition, FormContext context) {
        return draw(views.view(definition, context, RawInput.opening(definition, context.prefill()), Map.of(), null));
    }

    private Document sendBack(FormDefinition definition, FormContext context, Map<String, List<String>> parameters) {
        var reading = reader.read(definition, context, RawInput.of(definition, parameters));
        return draw(views.view(definition, context, reading.input(), reading.faults(), null));
    }

    private static FormDefinition form(String parts) {
        return FormParser.parse(
                "try-out",
                "{\"id\":\"try-out\",\"type\":\"default\",\"schemaVersion\":16,\"components\":[" + parts + "]}");
    }

    /** Everything that facts could hide is shown, so that each form is drawn whole. */
    private static FormContext everything(FormDefinition definition) {
        var facts = new HashMap<String, Object>();
        FormDefinition.conditions(definition.components())
                .forEach(condition -> condition.names().forEach(name -> facts.put(name, true)));
        definition.fields().forEach(field -> facts.remove(field.key()));
        var options = new HashMap<String, List<Option>>();
        definition.fields().forEach(field -> {
            String key = field.valuesKey();
            if (key != null) {
                options.put(key, List.of(new Option("o-1", "The first <one>")));
            }
        });
        return new FormContext(Map.of(), options, facts, null);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void labelsEveryControlAndUsesNoIdTwice(String id) {
        FormDefinition definition = DEFINITIONS.get(id);
        Document page = open(definition, everything(definition));
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        for (var control : page.select("input, select, textarea")) {
            assertThat(page.select("label[for=" + control.id() + "]"))
                    .as("label of %s", control.id())
                    .hasSize(1);
        }
        assertThat(page.select("fieldset > legend")).hasSameSizeAs(page.select("fieldset"));
        assertThat(page.select("[name]").eachAttr("name"))
                .containsAll(definition.fields().stream()
                        .map(field -> field.type().parameters(field.key()).stream()
                                .sorted()
                                .findFirst()
                                .orElseThrow())
                        .toList());
        assertThat(page.select("[style], script")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void linksEveryErrorToItsField(String id) {
        FormDefinition definition = DEFINITIONS.get(id);
        Document page = sendBack(definition, everything(definition), Map.of());
        var links = page.select(".govuk-error-summary a").eachAttr("href");
        assertThat(links).isNotEmpty();
        for (String link : links) {
            assertThat(page.select(link)).as("target of %s", link).hasSize(1);
        }
        assertThat(page.select(".govuk-error-message")).hasSameSizeAs(links);
    }

    @Test
    void answersAReferralAsAllOtherForms() {
        FormDefinition definition = DEFINITIONS.get("respond-to-referral");
        Document page = open(definition, FormContext.EMPTY);
        assertThat(page.select("form").attr("action")).isEqualTo("/tasks/1");
        assertThat(page.select("form").attr("data-draft-url")).isEqualTo("/tasks/1/draft");
        assertThat(page.select("input[name=answer]").eachAttr("value"))
                .containsExactly("ACCEPTED", "WAITING_LIST", "QUESTION", "DECLINED");
        assertThat(page.select("[data-hide-when]").eachAttr("data-hide-when"))
                .contains("{\"field\":\"answer\",\"op\":\"!=\",\"value\":\"DECLINED\"}");
        assertThat(page.select("label[for=declineNote]").text()).isEqualTo("What would help instead? (optional)");
        assertThat(page.select("legend:contains(What is your answer)").text()).isEqualTo("What is your answer?");
        assertThat(page.select("button").text()).isEqualTo("Send the answer");
    }

    @Test
    void showsOnlyTheProposalsThatFactsTellOf() {
        FormDefinition definition = DEFINITIONS.get("agree-support-plan");
        var context = new FormContext(
                Map.of(),
                Map.of("services_GP_REVIEW", List.of(new Option("s-1", "Stoke surgery"))),
                Map.of("proposed_GP_REVIEW", true, "reason_GP_REVIEW", "The person is in pain."),
                null);
        Document page = open(definition, context);
        assertThat(page.select("[name^=answer_]").eachAttr("name")).containsOnly("answer_GP_REVIEW");
        assertThat(page.text()).contains("The person is in pain.").doesNotContain("Rapid response", "{{");
        assertThat(page.select("[name=service_GP_REVIEW] option").eachText())
                .containsExactly("Choose", "Stoke surgery");
        assertThat(page.select("[name=additionalServices]")).isEmpty();
        assertThat(page.text()).doesNotContain("Further services");
    }

    @Test
    void showsHostileTextAsTheTextItIs() {
        FormDefinition definition = form("{\"type\":\"text\",\"text\":\"Note: {{fact}}\"},"
                + "{\"type\":\"textfield\",\"key\":\"name\",\"label\":\"Name\",\"validate\":{\"maxLength\":3}},"
                + "{\"type\":\"textarea\",\"key\":\"note\",\"label\":\"Note\"},"
                + "{\"type\":\"select\",\"key\":\"one\",\"label\":\"One\",\"valuesKey\":\"ones\"}");
        String hostile = "</textarea><script>alert(1)</script> ${7*7} #{x} [[${7*7}]] __${7*7}__ \u202Eabc 👍 \"'";
        var context = new FormContext(
                Map.of(), Map.of("ones", List.of(new Option("1", hostile))), Map.of("fact", hostile), null);
        Document page = sendBack(definition, context, Map.of("name", List.of(hostile), "note", List.of(hostile)));
        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("[name=name]").val()).isEqualTo(hostile);
        assertThat(page.select("[name=note]").get(0).wholeText()).isEqualTo(hostile);
        assertThat(page.select("option").get(1).wholeText()).isEqualTo(hostile);
        assertThat(page.select(".wm-prose").get(0).wholeText()).contains("Note: " + hostile);
    }

    @Test
    void drawsTheLittleMarkdownOfStaticTexts() {
        FormDefinition definition = form("{\"type\":\"textfield\",\"key\":\"name\",\"label\":\"Name\"},"
                + "{\"type\":\"text\",\"text\":\"One **bold** word.\\n\\n- first\\n- **second** {{fact}}\\n- {{unknown}}\\n\\n{{unknown}}\","
                + "\"properties\":{\"tone\":\"warning\"}}");
        Document page = open(definition, new FormContext(Map.of(), Map.of(), Map.of("fact", "**no markdown**"), null));
        var banner = page.select(".wm-banner--warning");
        assertThat(banner.select("p").eachText()).containsExactly("One bold word.");
        assertThat(banner.select("li").eachText()).containsExactly("first", "second **no markdown**");
        assertThat(banner.select("strong").eachText()).containsExactly("bold", "second");
    }

    @Test
    void givesBackAllInputOfEveryKind() {
        FormDefinition definition = form("""
                {"type":"textfield","key":"name","label":"Name","validate":{"maxLength":3}},
                {"type":"datetime","subtype":"date","key":"on","dateLabel":"Day"},
                {"type":"radio","key":"answer","label":"Answer","values":[{"value":"YES","label":"Yes"},{"value":"NO","label":"No"}]},
                {"type":"checkbox","key":"seen","label":"Seen"},
                {"type":"checklist","key":"helps","label":"Helps","values":[{"value":"A","label":"A"},{"value":"B","label":"B"}]}
                """);
        Document page = sendBack(
                definition,
                FormContext.EMPTY,
                Map.of(
                        "name", List.of("too long "),
                        "on-day", List.of("31"),
                        "on-month", List.of("2"),
                        "on-year", List.of("2026"),
                        "answer", List.of("NO"),
                        "seen", List.of("true"),
                        "helps", List.of("B")));
        assertThat(page.select("[name=name]").val()).isEqualTo("too long ");
        assertThat(page.select("[name^=on-]").eachAttr("value")).containsExactly("31", "2", "2026");
        assertThat(page.select("input[checked]").eachAttr("value")).containsExactly("NO", "true", "B");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#name", "#on-day");
        assertThat(page.select("[name=name]").attr("aria-describedby")).isEqualTo("name-error");
    }
}
