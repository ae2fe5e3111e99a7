package org.waymark.database;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Lets the engine start only after the migrations: its starter declares no dependency on them, and a first start would
 * otherwise find no tables.
 */
@Component
class EngineAfterSchema implements BeanFactoryPostProcessor {

    private static final String MIGRATIONS = "flywayInitializer";
    private static final String[] ENGINE = {"processEngineConfigurationImpl", "processEngineFactoryBean"};

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : ENGINE) {
            var engine = beans.getBeanDefinition(name);
            engine.setDependsOn(StringUtils.addStringToArray(engine.getDependsOn(), MIGRATIONS));
        }
    }
}
