"""Scrapy's settings for a crawl: safe by default and not by option. Every limit has its unit and what it protects."""

from __future__ import annotations

from typing import Any

from spiders.job.job import CrawlJob

MEMORY_MB = 700  # of the crawl's process; beyond it the crawl ends itself: a leak must not take the desk down
DNS_SECONDS = 8  # for one name; Scrapy's 60 would hold every outlet for a minute where there is no network
SLOW_START_SECONDS = 1.0  # AutoThrottle's first delay, before the host has shown how quick it is


def settings(job: CrawlJob, delay: float) -> dict[str, Any]:
    """Return the settings of one crawl; `delay` is the outlet's own, in seconds."""
    return {**_identity(job), **_dialling(job), **_limits(job), **_pace(job, delay), **_middlewares(), **_logging()}


def components() -> dict[str, Any]:
    """Return the settings that name classes of ours, whatever the job."""
    return {**_middlewares(), "EXTENSIONS": _EXTENSIONS}


_EXTENSIONS = {"scrapy.extensions.memusage.MemoryUsage": None, "spiders.fetching.memory_use.OwnMemoryUsage": 0}


def _identity(job: CrawlJob) -> dict[str, Any]:
    """Return who asks, and for what."""
    return {
        "BOT_NAME": "pledgewatch",
        "USER_AGENT": job.user_agent if job.contact in job.user_agent else f"{job.user_agent} (+{job.contact})",
        "COMPRESSION_ENABLED": False,  # what is decoded is decoded once, with a bound, by pipelines.decode
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "en-GB,en;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            **({"From": job.contact} if "@" in job.contact else {}),
        },
    }


def _dialling(job: CrawlJob) -> dict[str, Any]:
    """Return what may be dialled, and for how long."""
    limits = job.limits
    handler = "spiders.fetching.replay.ReplayHandler"
    recorded = {"http": handler, "https": handler} if job.newsroom else {}
    return {
        "DOWNLOAD_HANDLERS": {"file": None, "data": None, "ftp": None, "s3": None} | recorded,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": limits.request_seconds,  # the whole exchange: a server that drips is cut off
        "DOWNLOAD_MAXSIZE": limits.body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DNS_TIMEOUT": DNS_SECONDS,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "METAREFRESH_ENABLED": False,  # it would follow pages that renew themselves: see spiders.fetching.refresh
        "HTTPPROXY_ENABLED": False,  # behind a proxy nobody could see which address is dialled
        "COOKIES_ENABLED": True,  # for the way to one page alone: see spiders.fetching.cookies
        "REFERRER_POLICY": "no-referrer",  # no outlet learns from which page we came
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }


def _limits(job: CrawlJob) -> dict[str, Any]:
    """Return how much one crawl may take."""
    limits = job.limits
    return {
        "CLOSESPIDER_TIMEOUT": limits.seconds,
        "EXTENSIONS": _EXTENSIONS,
        "MEMUSAGE_LIMIT_MB": MEMORY_MB,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5,
        "CONCURRENT_ITEMS": 4,  # Scrapy starts so many tasks for each response; a response of ours gives one item
    }


def _pace(job: CrawlJob, delay: float) -> dict[str, Any]:
    """Return how fast one host is asked, and how often again."""
    limits = job.limits
    return {
        "CONCURRENT_REQUESTS": 2 * limits.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrency,
        "AUTOTHROTTLE_ENABLED": job.polite and job.newsroom is None,
        "AUTOTHROTTLE_START_DELAY": min(SLOW_START_SECONDS, delay),
        "DOWNLOAD_DELAY": 0,  # the host's budget is kept in spiders.fetching.politeness, across crawls
        "RETRY_TIMES": limits.retries,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408, 429],
        "RETRY_EXCEPTIONS": [  # a name that is not known will not be known in two seconds
            "scrapy.exceptions.DownloadTimeoutError",
            "scrapy.exceptions.DownloadFailedError",
            "scrapy.exceptions.ResponseDataLossError",
            "scrapy.exceptions.DownloadConnectionRefusedError",
        ],
    }


def _middlewares() -> dict[str, Any]:
    """Return who sees a request and a response, from the engine to the downloader."""
    return {
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # a request that it drops calls nobody back
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # feeds name the newest first, and so do we
        "HTTPERROR_ALLOW_ALL": True,  # every status is assessed, and booked
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops without a word: the guard says so
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "spiders.fetching.cookies.CookieJarMiddleware": 40,
            "spiders.fetching.guards.GuardMiddleware": 50,
            "spiders.fetching.robots.RobotsMiddleware": 100,
            "spiders.fetching.politeness.HostBudgetMiddleware": 560,
            "spiders.fetching.headers.HeaderCapMiddleware": 570,
            "pipelines.steps.ArchiveMiddleware": 990,
        },
        "ITEM_PIPELINES": {"pipelines.steps.BooksPipeline": 100},
    }


def _logging() -> dict[str, Any]:
    """Return what is said where: our own code alone logs errors."""
    return {
        "LOG_ENABLED": False,  # spiders.crawling.crawl sets the log up: a file in the run's folder
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_VERSIONS": [],
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # it is booked: an ERROR is for our own code
        "STATS_DUMP": False,
    }
