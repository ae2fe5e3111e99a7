package org.waymark.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What a decision's .dmn file says: its tables with their rows, and its formulas. Somebody else's file never reaches the
 * engine: {@link #taking} reads rows and formulas out of it and lays them into the frame of one of ours, so that inputs,
 * outputs and everything else around them stay what Waymark's code asks for.
 */
public final class TableFile {

    public static final int LARGEST = 1024 * 1024;

    private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private static final String ANY_DMN = "omg.org/spec/DMN/";
    private static final String DEEPEST = "40";
    private static final int MOST_ROWS = 300;
    private static final int LONGEST_TEXT = 4_000;

    /** Elements that bring code, other boxes than tables and formulas, or other people's extensions. */
    private static final Set<String> FOREIGN = Set.of(
            "functionDefinition",
            "invocation",
            "businessKnowledgeModel",
            "decisionService",
            "import",
            "importedValues",
            "context",
            "relation",
            "list",
            "extensionElements");

    /** A column that rows look at; what stands in it is the variable or formula {@code expression}. */
    public record Column(
            String id,
            String label,
            String expression,
            String type,
            @Nullable String values) {}

    /** What a row answers. */
    public record Outcome(
            String id,
            String label,
            String name,
            String type,
            @Nullable String values) {}

    /** @param words what the rule says, which "Why?" shows */
    public record Row(String id, String words, List<String> when, List<String> then) {

        public Row {
            when = List.copyOf(when);
            then = List.copyOf(then);
        }
    }

    /** @param decision the id of the decision that the table answers */
    public record Table(
            String decision,
            String name,
            @Nullable String question,
            @Nullable String description,
            String hitPolicy,
            List<Column> columns,
            List<Outcome> outcomes,
            List<Row> rows) {

        public boolean isUnique() {
            return hitPolicy.equals("UNIQUE");
        }
    }

    /** A value that is worked out from inputs, for tables to look at. */
    public record Formula(
            String decision,
            String name,
            @Nullable String question,
            @Nullable String description,
            String variable,
            String text) {}

    /**
     * What code relies on.
     *
     * @param inputs type by name
     * @param outcomes name and type with the values that may come
     */
    public record Contract(String hitPolicy, Map<String, String> inputs, List<String> outcomes) {}

    /** Why a file was not taken: a code, and what it is about where there is such a thing. */
    public static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final String about;

        public Refusal(String code, String about) {
            super(code, null, false, false);
            this.code = code;
            this.about = about;
        }

        Refusal(String code) {
            this(code, "");
        }

        public String code() {
            return code;
        }

        public String about() {
            return about;
        }
    }

    private final String xml;
    private final String decision;
    private final String name;
    private final @Nullable String description;
    private final List<String> sources;
    private final Map<String, String> inputs;
    private final List<Table> tables;
    private final List<Formula> formulas;

    private TableFile(String xml, Document document, String decision) throws Refusal {
        this.xml = xml;
        this.decision = decision;
        Element root = document.getDocumentElement();
        this.description = text(root, "description");
        this.sources = children(root, "knowledgeSource")
                .map(source -> source.getAttribute("name"))
                .toList();
        this.inputs = new TreeMap<>();
        for (Element input : children(root, "inputData").toList()) {
            String type = children(input, "variable")
                    .map(variable -> variable.getAttribute("typeRef"))
                    .findFirst()
                    .orElse("");
            inputs.put(input.getAttribute("name"), type);
        }
        List<Table> read = new ArrayList<>();
        List<Formula> worked = new ArrayList<>();
        for (Element one : children(root, "decision").toList()) {
            Element table = child(one, "decisionTable");
            Element formula = child(one, "literalExpression");
            if (table != null) {
                read.add(table(one, table));
            } else if (formula != null) {
                worked.add(formula(one, formula));
            } else {
                throw new Refusal("notATable", one.getAttribute("id"));
            }
        }
        read.sort((one, other) -> Boolean.compare(
                other.decision().equals(decision), one.decision().equals(decision)));
        if (read.isEmpty() || !read.get(0).decision().equals(decision)) {
            throw new Refusal("otherDecision", decision);
        }
        this.name = read.get(0).name();
        this.tables = List.copyOf(read);
        this.formulas = List.copyOf(worked);
    }

    /** Reads a file of ours, or one that was laid into the frame of ours. */
    public static TableFile of(String xml, String decision) {
        try {
            return new TableFile(xml, parse(xml.getBytes(StandardCharsets.UTF_8)), decision);
        } catch (Refusal e) {
            throw new IllegalStateException("The file of " + decision + " cannot be read: " + e.code());
        }
    }

    public String decision() {
        return decision;
    }

    public String name() {
        return name;
    }

    public @Nullable String description() {
        return description;
    }

    /** Where the rules come from, as the file names it. */
    public List<String> sources() {
        return sources;
    }

    /** Type by name. */
    public Map<String, String> inputs() {
        return inputs;
    }

    /** The decision's own table first. */
    public List<Table> tables() {
        return tables;
    }

    public List<Formula> formulas() {
        return formulas;
    }

    public String xml() {
        return xml;
    }

    public Table main() {
        return tables.get(0);
    }

    public Optional<Table> table(String of) {
        return tables.stream().filter(table -> table.decision().equals(of)).findFirst();
    }

    public Contract contract() {
        return new Contract(
                main().hitPolicy(),
                inputs,
                main().outcomes().stream()
                        .map(outcome -> outcome.name() + " " + outcome.type() + " "
                                + Cells.texts(outcome.values()).stream()
                                        .sorted()
                                        .collect(Collectors.joining(",")))
                        .toList());
    }

    /** Whether rows and formulas are the same, whoever wrote the file. */
    public boolean decidesAs(TableFile other) {
        return tables.equals(other.tables) && formulas.equals(other.formulas);
    }

    // ------------------------------------------------------------------ writing

    /** This file with other rows in one of its tables. */
    public TableFile with(String table, List<Row> rows) {
        return written(Map.of(table, rows), Map.of());
    }

    /** This file with another text for one of its formulas. */
    public TableFile withFormula(String formula, String text) {
        return written(Map.of(), Map.of(formula, text));
    }

    /** The decision of this file, answering with every row that matches, so that overlaps can be counted. */
    public String collecting(String table) {
        Document document = ours();
        decisionTable(document, table).setAttribute("hitPolicy", "COLLECT");
        return write(document);
    }

    /** This file with the rows and formulas of one that somebody brings. */
    public TableFile taking(byte[] upload) throws Refusal {
        if (upload.length == 0) {
            throw new Refusal("empty");
        }
        if (upload.length > LARGEST) {
            throw new Refusal("tooLarge");
        }
        Document document = parse(upload);
        refuseForeign(document);
        TableFile theirs = new TableFile("", document, decision);
        compare(theirs);
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (Table table : tables) {
            rows.put(
                    table.decision(),
                    inOurOrder(table, theirs.table(table.decision()).orElseThrow(), ids));
        }
        Map<String, String> texts =
                theirs.formulas.stream().collect(Collectors.toMap(Formula::decision, Formula::text));
        return written(rows, texts);
    }

    private void compare(TableFile theirs) throws Refusal {
        refuseDifference("decisions", ids(this), ids(theirs));
        refuseDifference("inputs", inputs.keySet(), theirs.inputs.keySet());
        for (var input : inputs.entrySet()) {
            if (!kind(input.getValue()).equals(kind(theirs.inputs.getOrDefault(input.getKey(), "")))) {
                throw new Refusal("inputType", input.getKey());
            }
        }
        for (Table table : tables) {
            Table other = theirs.table(table.decision()).orElseThrow(() -> new Refusal("notATable", table.decision()));
            if (!table.hitPolicy().equals(other.hitPolicy())) {
                throw new Refusal("hitPolicy", table.hitPolicy());
            }
            refuseDifference("columns", expressions(table), expressions(other));
            refuseDifference("outputs", names(table), names(other));
            for (Outcome outcome : table.outcomes()) {
                for (Outcome their : other.outcomes()) {
                    if (their.name().equals(outcome.name())
                            && !kind(their.type()).equals(kind(outcome.type()))) {
                        throw new Refusal("outputType", outcome.name());
                    }
                }
            }
            if (other.rows().size() > MOST_ROWS) {
                throw new Refusal("tooManyRows", String.valueOf(MOST_ROWS));
            }
        }
    }

    private static void refuseDifference(String code, Set<String> ours, Set<String> theirs) throws Refusal {
        Set<String> unknown = new TreeSet<>(theirs);
        unknown.removeAll(ours);
        if (!unknown.isEmpty()) {
            throw new Refusal(code + ".unknown", String.join(", ", unknown));
        }
        Set<String> missing = new TreeSet<>(ours);
        missing.removeAll(theirs);
        if (!missing.isEmpty()) {
            throw new Refusal(code + ".missing", String.join(", ", missing));
        }
    }

    private static Set<String> ids(TableFile file) {
        return Stream.concat(
                        file.tables.stream().map(Table::decision),
                        file.formulas.stream().map(Formula::decision))
                .collect(Collectors.toSet());
    }

    private static Set<String> expressions(Table table) {
        return table.columns().stream().map(Column::expression).collect(Collectors.toSet());
    }

    private static Set<String> names(Table table) {
        return table.outcomes().stream().map(Outcome::name).collect(Collectors.toSet());
    }

    /** Editors write "number" where we write "double", which is the same to the engine's readers. */
    private static String kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "integer", "long", "double", "number" -> "number";
            default -> type;
        };
    }

    private static List<Row> inOurOrder(Table ours, Table theirs, Set<String> ids) {
        List<Integer> columns = ours.columns().stream()
                .map(column -> List.copyOf(theirs.columns().stream()
                                .map(Column::expression)
                                .toList())
                        .indexOf(column.expression()))
                .toList();
        List<Integer> outcomes = ours.outcomes().stream()
                .map(outcome ->
                        theirs.outcomes().stream().map(Outcome::name).toList().indexOf(outcome.name()))
                .toList();
        return theirs.rows().stream()
                .map(row -> new Row(
                        row.id().matches("[A-Za-z_][A-Za-z0-9_.-]{0,80}") && ids.add(row.id()) ? row.id() : newRowId(),
                        row.words(),
                        columns.stream().map(row.when()::get).toList(),
                        outcomes.stream().map(row.then()::get).toList()))
                .toList();
    }

    public static String newRowId() {
        return "Rule_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private TableFile written(Map<String, List<Row>> rows, Map<String, String> texts) {
        Document document = ours();
        rows.forEach((table, of) ->
                write(decisionTable(document, table), table(table).orElseThrow(), of));
        texts.forEach((formula, text) -> {
            Element holder = Objects.requireNonNull(child(decisionElement(document, formula), "literalExpression"));
            Objects.requireNonNull(child(holder, "text")).setTextContent(text);
        });
        return of(write(document), decision);
    }

    private Document ours() {
        try {
            return parse(xml.getBytes(StandardCharsets.UTF_8));
        } catch (Refusal e) {
            throw new IllegalStateException(e.code());
        }
    }

    private static Element decisionElement(Document document, String id) {
        return children(document.getDocumentElement(), "decision")
                .filter(one -> one.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Element decisionTable(Document document, String id) {
        return Objects.requireNonNull(child(decisionElement(document, id), "decisionTable"));
    }

    private static void write(Element into, Table table, List<Row> rows) {
        for (Element rule : children(into, "rule").toList()) {
            Node before = rule.getPreviousSibling();
            if (before != null && before.getNodeType() == Node.TEXT_NODE) {
                into.removeChild(before);
            }
            into.removeChild(rule);
        }
        Node end = into.getLastChild();
        for (Row row : rows) {
            String words = row.id().replaceFirst("^Rule_", "");
            Element rule = element(into, "rule", row.id());
            put(into, rule, end, 6);
            Element description = element(into, "description", null);
            description.setTextContent(row.words());
            put(rule, description, null, 8);
            for (int i = 0; i < table.columns().size(); i++) {
                entry(
                        rule,
                        "inputEntry",
                        "When_" + words + "_" + last(table.columns().get(i).id()),
                        row.when().get(i));
            }
            for (int i = 0; i < table.outcomes().size(); i++) {
                entry(
                        rule,
                        "outputEntry",
                        "Then_" + words + "_" + last(table.outcomes().get(i).id()),
                        row.then().get(i));
            }
            rule.appendChild(rule.getOwnerDocument().createTextNode("\n      "));
        }
    }

    private static String last(String id) {
        return id.substring(id.lastIndexOf('_') + 1);
    }

    private static void entry(Element rule, String kind, String id, String cell) {
        Element entry = element(rule, kind, id);
        Element text = element(rule, "text", null);
        text.setTextContent(cell);
        entry.appendChild(text);
        put(rule, entry, null, 8);
    }

    private static Element element(Element of, String name, @Nullable String id) {
        String prefix = of.getPrefix();
        Element made = of.getOwnerDocument().createElementNS(DMN, prefix == null ? name : prefix + ":" + name);
        if (id != null) {
            made.setAttribute("id", id);
        }
        return made;
    }

    private static void put(Element into, Element what, @Nullable Node before, int indent) {
        into.insertBefore(into.getOwnerDocument().createTextNode("\n" + " ".repeat(indent)), before);
        into.insertBefore(what, before);
    }

    private static String write(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            document.setXmlStandalone(true);
            var text = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    // ------------------------------------------------------------------ reading

    private static Document parse(byte[] bytes) throws Refusal {
        Document document;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // Neither entities that grow nor such that read files: a DMN file has no use for either.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // Nor for a tower of boxes within boxes, which would exhaust whoever reads it.
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", DEEPEST);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            document = builder.parse(new ByteArrayInputStream(bytes));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (SAXException | IOException e) {
            throw new Refusal(
                    new String(bytes, StandardCharsets.UTF_8).contains("<!DOCTYPE") ? "documentType" : "notXml");
        }
        if (!"1.0".equals(document.getXmlVersion())) {
            // Its later version has signs that this one, in which tables are written, has not.
            throw new Refusal("notXml");
        }
        Element root = document.getDocumentElement();
        String namespace = String.valueOf(root.getNamespaceURI());
        if (!root.getLocalName().equals("definitions") || !namespace.contains(ANY_DMN)) {
            throw new Refusal("notDmn");
        }
        if (!namespace.equals(DMN)) {
            throw new Refusal("otherDmn");
        }
        return document;
    }

    private static void refuseForeign(Document document) throws Refusal {
        NodeList all = document.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String language = element.getAttribute("expressionLanguage");
            if (!language.isEmpty() && !isFeel(language)) {
                throw new Refusal("script", language);
            }
            if (DMN.equals(element.getNamespaceURI()) && FOREIGN.contains(element.getLocalName())) {
                throw new Refusal("foreign", element.getLocalName());
            }
        }
    }

    private static boolean isFeel(String language) {
        String spelled = language.toLowerCase(Locale.ROOT);
        return spelled.equals("feel")
                || (spelled.contains(ANY_DMN.toLowerCase(Locale.ROOT)) && spelled.contains("/feel"))
                || spelled.contains("omg.org/spec/feel/");
    }

    private static Table table(Element decision, Element table) throws Refusal {
        String policy = table.getAttribute("hitPolicy");
        List<Column> columns = new ArrayList<>();
        for (Element input : children(table, "input").toList()) {
            Element expression = child(input, "inputExpression");
            if (expression == null) {
                throw new Refusal("columnWithoutExpression", input.getAttribute("label"));
            }
            String reads = text(expression, "text");
            columns.add(new Column(
                    input.getAttribute("id"),
                    input.getAttribute("label").isBlank() ? String.valueOf(reads) : input.getAttribute("label"),
                    String.valueOf(reads),
                    expression.getAttribute("typeRef"),
                    values(child(input, "inputValues"))));
        }
        List<Outcome> outcomes = children(table, "output")
                .map(output -> new Outcome(
                        output.getAttribute("id"),
                        output.getAttribute("label").isBlank()
                                ? output.getAttribute("name")
                                : output.getAttribute("label"),
                        output.getAttribute("name"),
                        output.getAttribute("typeRef"),
                        values(child(output, "outputValues"))))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Element rule : children(table, "rule").toList()) {
            List<String> when = cells(rule, "inputEntry");
            List<String> then = cells(rule, "outputEntry");
            if (when.size() != columns.size() || then.size() != outcomes.size()) {
                throw new Refusal("rowLength", String.valueOf(rows.size() + 1));
            }
            String words = text(rule, "description");
            rows.add(new Row(rule.getAttribute("id"), words == null ? "" : words, when, then));
        }
        if (IntStream.range(0, columns.size()).anyMatch(i -> columns.subList(0, i).stream()
                .anyMatch(other -> other.expression().equals(columns.get(i).expression())))) {
            throw new Refusal("columnTwice");
        }
        return new Table(
                decision.getAttribute("id"),
                decision.getAttribute("name"),
                text(decision, "question"),
                text(decision, "description"),
                (policy.isEmpty() ? "UNIQUE" : policy) + table.getAttribute("aggregation"),
                columns,
                outcomes,
                List.copyOf(rows));
    }

    private static List<String> cells(Element rule, String kind) throws Refusal {
        List<String> cells = new ArrayList<>();
        for (Element entry : children(rule, kind).toList()) {
            String cell = text(entry, "text");
            if (cell != null && cell.length() > LONGEST_TEXT) {
                throw new Refusal("textTooLong", String.valueOf(LONGEST_TEXT));
            }
            cells.add(cell == null ? "" : cell);
        }
        return cells;
    }

    private static Formula formula(Element decision, Element formula) throws Refusal {
        Element variable = child(decision, "variable");
        String text = text(formula, "text");
        if (text != null && text.length() > LONGEST_TEXT) {
            throw new Refusal("textTooLong", String.valueOf(LONGEST_TEXT));
        }
        return new Formula(
                decision.getAttribute("id"),
                decision.getAttribute("name"),
                text(decision, "question"),
                text(decision, "description"),
                variable == null ? decision.getAttribute("id") : variable.getAttribute("name"),
                text == null ? "" : text);
    }

    private static @Nullable String values(@Nullable Element holder) {
        return holder == null ? null : text(holder, "text");
    }

    private static @Nullable String text(Element of, String name) {
        Element child = child(of, name);
        return child == null ? null : child.getTextContent().strip();
    }

    private static @Nullable Element child(Element of, String name) {
        return children(of, name).findFirst().orElse(null);
    }

    private static Stream<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && DMN.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found.stream();
    }
}
