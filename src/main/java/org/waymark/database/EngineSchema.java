package org.waymark.database;

import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.stereotype.Component;

/**
 * The first migration: the engine's own create scripts, read from its jar so that no copy of them can drift.
 * All seven are needed, because the engine checks for the tables of cases even where cases are switched off.
 */
@Component
class EngineSchema implements JavaMigration {

    static final List<String> SCRIPTS = List.of(
            script("engine"),
            script("history"),
            script("identity"),
            script("case.engine"),
            script("case.history"),
            script("decision.engine"),
            script("decision.history"));

    private static String script(String part) {
        return "org/camunda/bpm/engine/db/create/activiti.postgres.create." + part + ".sql";
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("001");
    }

    @Override
    public String getDescription() {
        return "engine schema";
    }

    /** None: a later engine brings other scripts, and what an installation once ran stays valid. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        for (String script : SCRIPTS) {
            ScriptUtils.executeSqlScript(
                    context.getConnection(), new EncodedResource(new ClassPathResource(script), "UTF-8"));
        }
    }
}
