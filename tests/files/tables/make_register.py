"""Makes register.xlsx with Python and openpyxl: a register as another program writes it.

Run once by hand (python3 make_register.py); the file is committed, tests only read it.
"""
import datetime, openpyxl

book = openpyxl.Workbook()
book.active.title = "封面"
page = book.create_sheet("整改")
page.append(["某某公司整改计划"])
page.append([])
page.append(["条款", "措施", "工作量(人天)", "费用（元）", "周期", "开始", "期限", "负责人", "状态", "预计得分", "备注"])
page.append(["5.1.1.1", "补发任命文件", 1.5, "¥1,200.50", "３０", datetime.date(2026, 4, 1), 46142, "王芳", "进行中", 0.5, "急"])
page.append(["特别扣分 1", "先报价再收费", "2", 0, 7.0, "2026年4月3日", datetime.datetime(2026, 4, 20), "李强", None, None, None])
page.append(["５.１.３.１", "单列售后科目", 0.1 + 0.2, None, None, None, None, None, "未开始", "9/11", None])
book.save("register.xlsx")
