package org.waymark.support;

import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.waymark.notify.Post;
import org.waymark.notify.TryComposer;

/** Beans that every {@link WaymarkTest} has beside the application's own. */
@TestConfiguration(proxyBeanMethods = false)
@Import({Care.class, Post.class, Tables.class, TryComposer.class, Visits.class})
public class TestBeans {

    /** Asked first, so that what a test hands in costs no look into the database. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    Submissions submissions() {
        return new Submissions();
    }

    @Bean
    TryHandler tryHandler() {
        return new TryHandler();
    }

    @Bean
    static JdbcExecutions jdbcExecutions() {
        return new JdbcExecutions();
    }

    /**
     * Counts what the asking thread asks of the database: statements and batches, each once however many rows. What threads
     * in the background happen to ask meanwhile does not count.
     */
    public static final class JdbcExecutions implements BeanPostProcessor {

        private static final ThreadLocal<Long> OF_THIS_THREAD = ThreadLocal.withInitial(() -> 0L);

        public long countOfThisThread() {
            return OF_THIS_THREAD.get();
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource dataSource ? counted(dataSource) : bean;
        }

        public DataSource counted(DataSource dataSource) {
            return ProxyDataSourceBuilder.create(dataSource)
                    .afterQuery((execution, queries) -> OF_THIS_THREAD.set(OF_THIS_THREAD.get() + 1))
                    .build();
        }
    }
}
