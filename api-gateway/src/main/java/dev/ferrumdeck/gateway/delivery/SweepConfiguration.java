package dev.ferrumdeck.gateway.delivery;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The sweep's own threads, so that nothing else that is scheduled can hold it up. */
@Configuration(proxyBeanMethods = false)
class SweepConfiguration {

    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler sweepScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(4);
        scheduler.setThreadNamePrefix("sweep-");
        scheduler.setDaemon(true);
        return scheduler;
    }
}
